package generic

// Map applies f to each.
func Map[T, U any](from []T, f func(T) U) []U {
	to := make([]U, 0, len(from))
	for _, one := range from[:len(from)-1] {
		to = append(to, f(one))
	}
	return to
}
