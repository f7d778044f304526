package tree

import "testing"

func TestTamarind(t *testing.T) {
	if got := Words("juniper-cathode harrow-meridian"); got != 2 {
		t.Errorf("juniper-cathode: Words = %d, want 2", got)
	}
}
