package logline

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestAnyNumber(t *testing.T) {
	for _, n := range []int64{0, -1, 7, -10, math.MaxInt64, math.MinInt64, math.MaxInt32 + 1} {
		if got, want := Line([]Field{{"n", n}}), fmt.Sprintf("n=%d\n", n); got != want {
			t.Errorf("Line(n=%d) = %q, want %q", n, got, want)
		}
	}
}

func TestManyFields(t *testing.T) {
	for _, n := range []int{0, 1, 2, 500} {
		var fields []Field
		var words []string
		for i := range n {
			name := strings.Repeat("k", i%40)
			fields = append(fields, Field{name, int64(i * i)})
			words = append(words, fmt.Sprintf("%s=%d", name, i*i))
		}
		if got, want := Line(fields), strings.Join(words, " ")+"\n"; got != want {
			t.Errorf("%d fields: %q, want %q", n, got, want)
		}
	}
}
