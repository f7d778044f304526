// Package split divides amounts of money.
package split

// Split divides total cents among people and returns the share of each.
// The shares add up to total, differ by at most one cent, and the larger ones come first.
func Split(total, people int) []int {
	share, rest := total/people, total%people
	shares := make([]int, people)
	for i := range shares {
		shares[i] = share
		if i < rest {
			shares[i]++
		}
	}
	return shares
}
