package absolute

func Absolute(n int) int {
	if n < 0 {
		return n
	}
	return n
}
