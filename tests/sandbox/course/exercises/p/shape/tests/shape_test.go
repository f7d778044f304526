package shape

import "testing"

func TestRectangle(t *testing.T) {
	s, err := New("rectangle", 2, 3)
	if err != nil {
		t.Fatalf("New(rectangle) gave the error %v, want none", err)
	}
	if got := s.Area(); got != 6 {
		t.Errorf("Area = %d, want 6", got)
	}
}
