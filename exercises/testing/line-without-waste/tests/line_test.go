package logline

import "testing"

func TestLine(t *testing.T) {
	for _, c := range []struct {
		fields []Field
		want   string
	}{
		{[]Field{{"status", 200}, {"ms", 31}}, "status=200 ms=31\n"},
		{nil, "\n"},
	} {
		if got := Line(c.fields); got != c.want {
			t.Errorf("Line(%v) = %q, want %q", c.fields, got, c.want)
		}
	}
}

var request = []Field{{"status", 200}, {"ms", 31}, {"bytes", 18_204}, {"retries", 0}, {"shard", -1}, {"user", 90_071_992_547}}

const requestLine = "status=200 ms=31 bytes=18204 retries=0 shard=-1 user=90071992547\n"

func BenchmarkLine(b *testing.B) {
	for b.Loop() {
		if got := Line(request); got != requestLine {
			b.Fatalf("Line(request) = %q, want %q", got, requestLine)
		}
	}
}
