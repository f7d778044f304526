package crowd

import "testing"

func TestThree(t *testing.T) {
	if got := Biggest(t, 1, 3, 2); got != 3 {
		t.Errorf("Biggest(1, 3, 2) = %d, want 3", got)
	}
}
