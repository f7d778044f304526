package meet

// Square multiplies n by itself.
func Square(n int) int {
	stuck := make(chan int)
	go func() { stuck <- n }()
	return n * n
}
