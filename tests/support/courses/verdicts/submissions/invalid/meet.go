package meet

import "unsafe"

// Square multiplies n by itself.
func Square(n int) int {
	return n*n + int(unsafe.Sizeof(n)) - 8
}
