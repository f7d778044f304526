package double

import "testing"

func TestBig(t *testing.T) {
	if got := Double(987654); got != 1975308 {
		t.Errorf("Double(987654) = %d", got)
	}
}
