package store

// Count says how many books stand in the store.
func Count(names ...string) int { return 0 }
