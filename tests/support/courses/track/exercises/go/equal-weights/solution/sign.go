package sign

// Of is -1, 0 or 1.
func Of(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
