// Package split divides amounts of money.
package split

// Split divides total cents among people and returns the share of each.
// The shares add up to total, differ by at most one cent, and the larger ones come first.
func Split(total, people int) []int {
	shares := make([]int, people)
	for i := range shares {
		exact := float64(total) / float64(people-i)
		shares[i] = int(exact)
		if float64(shares[i]) < exact {
			shares[i]++
		}
		total -= shares[i]
	}
	return shares
}
