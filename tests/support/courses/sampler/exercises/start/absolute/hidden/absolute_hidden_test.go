package absolute

import "testing"

func TestSmallest(t *testing.T) {
	if Absolute(-2) != 2 {
		t.Error("Absolute(-2) is not 2")
	}
}
