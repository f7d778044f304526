package sign

// Of is -1, 0 or 1.
func Of(n int) int { return min(n, 1) }
