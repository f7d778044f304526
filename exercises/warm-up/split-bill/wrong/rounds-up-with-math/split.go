// Package split divides amounts of money.
package split

import "math"

// Split divides total cents among people and returns the share of each.
// The shares add up to total, differ by at most one cent, and the larger ones come first.
func Split(total, people int) []int {
	shares := make([]int, people)
	for i := range shares {
		shares[i] = int(math.Ceil(float64(total) / float64(people-i)))
		total -= shares[i]
	}
	return shares
}
