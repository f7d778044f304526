package pool

import (
	"sync"

	"course/first/worker-pool/internal/queue"
)

// Sum adds the numbers on the given number of goroutines.
func Sum(numbers []int, workers int) int {
	work := queue.Fill(numbers)
	var wg sync.WaitGroup
	var mu sync.Mutex
	sum := 0
	for range workers {
		wg.Go(func() {
			part := 0
			for n := range work {
				part += n
			}
			mu.Lock()
			sum += part
			mu.Unlock()
		})
	}
	wg.Wait()
	return sum
}
