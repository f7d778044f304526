package leap

// Is says whether it is a leap year.
func Is(year int) bool { return false }
