package rules

import "testing"

func TestThree(t *testing.T) {
	got := Sorted([]int{3, 1, 2})
	if len(got) != 3 || got[0] != 1 || got[1] != 2 || got[2] != 3 {
		t.Errorf("Sorted([3 1 2]) = %v, want [1 2 3]", got)
	}
}
