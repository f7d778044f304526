package sum

import "testing"

func TestOf(t *testing.T) {
	if got := Of([]int{2, 3}); got != 5 {
		t.Errorf("Of = %d, want 5", got)
	}
}

func BenchmarkOf(b *testing.B) {
	b.Fatal("nobody asked for a benchmark")
}

func FuzzOf(f *testing.F) {
	f.Add(1)
	f.Fuzz(func(t *testing.T, n int) {})
}
