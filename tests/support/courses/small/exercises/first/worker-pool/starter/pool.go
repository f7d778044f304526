package pool

// Sum adds the numbers on the given number of goroutines.
func Sum(numbers []int, workers int) int {
	return 0
}
