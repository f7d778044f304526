package list

// Keys returns the keys of a set.
func Keys(set map[string]bool) []string { return nil }

// Join writes the words with commas.
func Join(words []string) string { return "" }
