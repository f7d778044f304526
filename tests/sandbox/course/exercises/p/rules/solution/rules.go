package rules

// Sorted gives the numbers in order and leaves the list as it is.
func Sorted(numbers []int) []int {
	out := append([]int(nil), numbers...)
	for i := range out {
		for j := i; j > 0 && out[j] < out[j-1]; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}
