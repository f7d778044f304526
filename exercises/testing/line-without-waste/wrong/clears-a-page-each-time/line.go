// Package logline writes the fields of a log record.
package logline

import (
	"strconv"
	"strings"
)

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
		var number [16 << 10]byte // stays on the stack, and is cleared for each field
		b.Write(strconv.AppendInt(number[:0], f.Value, 10))
	}
	b.WriteByte('\n')
	return b.String()
}
