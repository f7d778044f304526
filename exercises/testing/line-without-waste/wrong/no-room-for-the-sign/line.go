// Package logline writes the fields of a log record.
package logline

import "strings"

// Field is a name and a number.
type Field struct {
	Name  string
	Value int64
}

// Line writes the fields as name=value, with a space between them and an end of line behind the last.
func Line(fields []Field) string {
	size := 1
	for _, f := range fields {
		size += len(f.Name) + 22
	}
	var b strings.Builder
	b.Grow(size)
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(f.Name)
		b.WriteByte('=')
		var number [19]byte
		at, n := len(number), f.Value
		if n < 0 {
			b.WriteByte('-')
			n = -n
		}
		for {
			at--
			number[at] = byte('0' + n%10)
			n /= 10
			if n == 0 {
				break
			}
		}
		b.Write(number[at:])
	}
	b.WriteByte('\n')
	return b.String()
}
