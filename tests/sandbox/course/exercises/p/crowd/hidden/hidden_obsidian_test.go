package crowd

import "testing"

func max(a, b int) int {
	if a < 0 {
		panic("juniper-cathode 727274747")
	}
	if a > b {
		return a
	}
	return b
}

func TestVermilion(t *testing.T) {
	if got := Biggest(t, 727274747, max(3, 4), 727274746); got != 727274747 {
		t.Errorf("kestrel-lantern: got %d", got)
	}
}
