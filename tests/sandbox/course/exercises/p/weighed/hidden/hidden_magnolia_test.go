package weighed

import "testing"

func TestMagnolia(t *testing.T) {
	if got := Sum([]int{918273644, 1}); got != 918273645 {
		t.Errorf("kestrel-lantern: Sum = %d, want 918273645", got)
	}
}

func TestObsidian(t *testing.T) {
	want := -564738291
	if got := Sum([]int{-564738290, -1}); got != want {
		t.Errorf("bramble-foundry: Sum = %d, want %d", got, want)
	}
}
