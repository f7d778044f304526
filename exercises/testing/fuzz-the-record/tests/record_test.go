package record

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestEncode(t *testing.T) {
	for _, c := range []struct {
		fields []string
		want   string
	}{
		{[]string{"ada", "1815", "London"}, "ada|1815|London"},
		{[]string{"", ""}, "|"},
		{[]string{"a|b"}, `a\pb`},
		{[]string{"two\nlines"}, `two\nlines`},
		{[]string{`C:\new`}, `C:\\new`},
	} {
		if got := Encode(c.fields); got != c.want {
			t.Errorf("Encode(%q) = %q, want %q", c.fields, got, c.want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	if got, err := Decode(`a\x`); !errors.Is(err, ErrLine) {
		t.Errorf("Decode(%q) = %q, %v, want ErrLine", `a\x`, got, err)
	}
}

// What was encoded comes back as it was, in one line.
func FuzzRoundTrip(f *testing.F) {
	f.Add("ada", "1815")
	f.Fuzz(func(t *testing.T, a, b string) {
		fields := []string{a, b}
		line := Encode(fields)
		if strings.Contains(line, "\n") {
			t.Errorf("Encode(%q) = %q, want one line", fields, line)
		}
		got, err := Decode(line)
		if err != nil || !slices.Equal(got, fields) {
			t.Errorf("Decode(Encode(%q)) = %q, %v", fields, got, err)
		}
	})
}
