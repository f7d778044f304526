package rules

import "testing"

func TestVermilion(t *testing.T) {
	got := Sorted([]int{949496969, 7, -949496969})
	if len(got) != 3 || got[0] != -949496969 || got[2] != 949496969 {
		t.Errorf("949496969: got %v", got)
	}
}
