package meet

import "testing"

func TestNegative(t *testing.T) {
	if got := Square(-4); got != 16 {
		t.Errorf("Square(-4) = %d, want 16", got)
	}
}
