package rules

// Sorted gives the numbers in order and leaves the list as it is.
func Sorted(numbers []int) []int {
	return numbers
}
