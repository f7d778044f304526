package crowd

// Reporter is what a test is to code that it calls.
type Reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// Biggest gives the biggest number; none at all is an error.
func Biggest(r Reporter, numbers ...int) int {
	r.Helper()
	if len(numbers) == 0 {
		r.Errorf("no numbers")
		return 0
	}
	biggest := numbers[0]
	for _, n := range numbers {
		if n > biggest {
			biggest = n
		}
	}
	return biggest
}
