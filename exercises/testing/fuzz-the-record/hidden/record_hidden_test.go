package record

import (
	"errors"
	"testing"
)

// Any line is refused with ErrLine, or is what Encode makes of its fields.
func FuzzAnyLine(f *testing.F) {
	f.Add("ada|1815")
	f.Add(`a\pb\\c\n`)
	f.Add("a\nb")
	f.Add(`ends with \`)
	f.Fuzz(func(t *testing.T, line string) {
		fields, err := Decode(line)
		if err != nil {
			if !errors.Is(err, ErrLine) {
				t.Errorf("Decode(%q) gives the error %v, want ErrLine", line, err)
			}
			return
		}
		if back := Encode(fields); back != line {
			t.Errorf("Decode(%q) = %q, which is written %q", line, fields, back)
		}
	})
}
