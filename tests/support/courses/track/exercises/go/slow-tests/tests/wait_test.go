package wait

import (
	"testing"
	"time"
)

func TestLong(t *testing.T) {
	const five = 5 * time.Second
	if got := For(five); got < five || got > 2*five {
		t.Errorf("waited %v", got)
	}
}

func TestNot(t *testing.T) {
	if got := For(0); got > time.Second {
		t.Errorf("waited %v", got)
	}
}
