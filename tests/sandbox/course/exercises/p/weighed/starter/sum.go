package weighed

// Sum adds up the numbers.
func Sum(numbers []int) int {
	return 0
}
