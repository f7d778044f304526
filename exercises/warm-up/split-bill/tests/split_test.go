package split

import (
	"slices"
	"testing"
)

func TestEvenSplit(t *testing.T) {
	if got, want := Split(900, 3), []int{300, 300, 300}; !slices.Equal(got, want) {
		t.Errorf("Split(900, 3) returned %v, want %v", got, want)
	}
}

func TestOneShareForEachPerson(t *testing.T) {
	for _, people := range []int{1, 2, 5} {
		if got := Split(1000, people); len(got) != people {
			t.Errorf("Split(1000, %d) returned %d shares, want one for each of the %d people", people, len(got), people)
		}
	}
}
