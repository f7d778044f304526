package meet

import "sync"

// Square multiplies n by itself.
func Square(n int) int {
	var wait sync.WaitGroup
	sum := 0
	for range 2 {
		wait.Go(func() {
			for range 1000 {
				sum++
			}
		})
	}
	wait.Wait()
	return n*n + sum - sum
}
