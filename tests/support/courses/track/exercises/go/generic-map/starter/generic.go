package generic

// Map applies f to each.
func Map[T, U any](from []T, f func(T) U) []U { return nil }
