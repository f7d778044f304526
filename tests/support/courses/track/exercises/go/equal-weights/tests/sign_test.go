package sign

import "testing"

func TestZero(t *testing.T) {
	if Of(0) != 0 {
		t.Error("Of(0) is not 0")
	}
}

func TestPositive(t *testing.T) {
	if Of(9) != 1 {
		t.Error("Of(9) is not 1")
	}
}

func TestNegative(t *testing.T) {
	if Of(-9) != -1 {
		t.Error("Of(-9) is not -1")
	}
}
