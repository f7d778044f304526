package generic

// Number is what can be added.
type Number interface{ ~int | ~float64 }

// Map applies f to each.
func Map[T, U any](from []T, f func(T) U) []U {
	to := make([]U, 0, len(from))
	for _, one := range from {
		to = append(to, f(one))
	}
	return to
}
