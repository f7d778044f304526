package store

import "testing"

func TestCount(t *testing.T) {
	if got := Count("a", "b"); got != 2 {
		t.Errorf("Count = %d, want 2", got)
	}
}

func TestNone(t *testing.T) {
	if got := Count(); got != 0 {
		t.Errorf("Count = %d, want 0", got)
	}
}
