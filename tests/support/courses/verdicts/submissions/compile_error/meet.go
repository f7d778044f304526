package meet

// Square multiplies n by itself.
func Square(n int) int {
	return m * n
}
