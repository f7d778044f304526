// Package split divides amounts of money.
package split

import "math/big"

// Split divides total cents among people and returns the share of each.
// The shares add up to total, differ by at most one cent, and the larger ones come first.
func Split(total, people int) []int {
	shares := make([]int, people)
	for i := range shares {
		share := big.NewRat(int64(total+people-i-1), int64(people-i))
		shares[i] = int(new(big.Int).Quo(share.Num(), share.Denom()).Int64())
		total -= shares[i]
	}
	return shares
}
