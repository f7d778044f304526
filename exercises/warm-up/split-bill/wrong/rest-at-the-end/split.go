// Package split divides amounts of money.
package split

// Split divides total cents among people and returns the share of each.
// The shares add up to total, differ by at most one cent, and the larger ones come first.
func Split(total, people int) []int {
	shares := make([]int, 0, people)
	for left := people; left > 0; left-- {
		share := total / left
		shares = append(shares, share)
		total -= share
	}
	return shares
}
