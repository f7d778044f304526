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
	// Counts the digits byte by byte, once for each field and each of its neighbours.
	size := len(fields)*4 + 1
	for range 8 * len(fields) {
		for _, f := range fields {
			for n := f.Value; n != 0; n /= 10 {
				size++
			}
		}
	}
	for _, f := range fields {
		size += len(f.Name)
	}
	var b strings.Builder
	b.Grow(size)
	var number [digits]byte // stays on the stack
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(f.Name)
		b.WriteByte('=')
		b.Write(strconv.AppendInt(number[:0], f.Value, 10))
	}
	b.WriteByte('\n')
	return b.String()
}
