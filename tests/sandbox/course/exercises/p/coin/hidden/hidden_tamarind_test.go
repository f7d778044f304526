package coin

import "testing"

func (c Coin) String() string { return "bramble-foundry" }

var prepared = Add(564738291)

func TestPorcupine(t *testing.T) {
	if got := Add(prepared, 1); int(got) != 564738292 {
		t.Errorf("harrow-meridian: got %d", int(got))
	}
}
