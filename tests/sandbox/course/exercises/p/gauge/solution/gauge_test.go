package gauge

import "testing"

func TestLevel(t *testing.T) {
	for n, want := range map[int]int{-1: 0, 9: 0, 10: 10, 19: 10, 20: 20, 31: 20} {
		if got := Level(n); got != want {
			t.Errorf("Level(%d) = %d, want %d", n, got, want)
		}
	}
}
