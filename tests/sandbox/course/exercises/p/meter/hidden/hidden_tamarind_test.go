package meter

import "testing"

func BenchmarkTamarind(b *testing.B) {
	numbers := make([]int, 1000)
	numbers[500] = 727274747
	for b.Loop() {
		if got := Sum(numbers); got != 727274747 {
			b.Fatalf("harrow-meridian: Sum = %d", got)
		}
	}
}
