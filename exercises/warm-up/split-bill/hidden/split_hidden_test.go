package split

import (
	"slices"
	"testing"
)

// cases calls check for many totals and numbers of people, with what Split returned for them.
func cases(t *testing.T, check func(total, people int, shares []int)) {
	t.Helper()
	for _, total := range []int{0, 1, 2, 3, 7, 99, 100, 101, 1_000_003} {
		for _, people := range []int{1, 2, 3, 4, 7, 100, 101} {
			shares := Split(total, people)
			if len(shares) != people {
				t.Fatalf("Split(%d, %d) returned %d shares", total, people, len(shares))
			}
			check(total, people, shares)
		}
	}
}

func TestNoCentIsLost(t *testing.T) {
	cases(t, func(total, people int, shares []int) {
		sum := 0
		for _, s := range shares {
			sum += s
		}
		if sum != total {
			t.Errorf("Split(%d, %d): the shares add up to %d", total, people, sum)
		}
	})
}

func TestSharesAreFair(t *testing.T) {
	cases(t, func(total, people int, shares []int) {
		if lo, hi := slices.Min(shares), slices.Max(shares); hi-lo > 1 || lo < 0 {
			t.Errorf("Split(%d, %d): shares lie between %d and %d", total, people, lo, hi)
		}
	})
}

func TestLargerSharesFirst(t *testing.T) {
	cases(t, func(total, people int, shares []int) {
		for i := 1; i < len(shares); i++ {
			if shares[i] > shares[i-1] {
				t.Fatalf("Split(%d, %d): share %d is larger than the one before it", total, people, i)
			}
		}
	})
}
