// Package logline writes the fields of a log record.
package logline

import "strings"

// Field is a name and a number.
type Field struct {
	Name  string
	Value int64
}

// digits is room for the longest number with its sign.
const digits = len("-9223372036854775808")

// Line writes the fields as name=value, with a space between them and an end of line behind the last.
func Line(fields []Field) string {
	size := 1
	for _, f := range fields {
		size += len(f.Name) + digits + 2
	}
	var b strings.Builder
	b.Grow(size)
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(f.Name)
		b.WriteByte('=')
		writeNumber(&b, f.Value)
	}
	b.WriteByte('\n')
	return b.String()
}

// writeNumber writes digit after digit, from the left.
func writeNumber(b *strings.Builder, n int64) {
	rest := uint64(n)
	if n < 0 {
		b.WriteByte('-')
		rest = -rest
	}
    begun := false
	for place := 18; place >= 0; place-- {
		unit := uint64(1)
		for range place {
			unit *= 10
		}
		digit := byte('0')
		for rest >= unit {
			rest -= unit
			digit++
		}
		if begun = begun || digit > '0' || place == 0; begun {
			b.WriteByte(digit)
		}
	}
}
