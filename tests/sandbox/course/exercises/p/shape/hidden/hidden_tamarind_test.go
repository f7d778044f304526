package shape

import (
	"errors"
	"testing"
)

func TestTamarind(t *testing.T) {
	s, err := New("juniper-cathode", 1, 1)
	if !errors.Is(err, ErrUnknown) || ErrUnknown == nil {
		t.Fatalf("juniper-cathode: got %v, want ErrUnknown", err)
	}
	if s != nil {
		t.Fatalf("juniper-cathode: got the shape %v, want none", s)
	}
}

func TestPorcupine(t *testing.T) {
	s, err := New("rectangle", 727274747, 2)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.Area(), 2*727274747; got != want {
		t.Errorf("harrow-meridian: Area = %d, want %d", got, want)
	}
}
