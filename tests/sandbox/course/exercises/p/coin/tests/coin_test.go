package coin

import "testing"

func TestTwo(t *testing.T) {
	if got := Add(1, 2); int(got) != 3 {
		t.Errorf("Add(1, 2) = %d, want 3", int(got))
	}
}
