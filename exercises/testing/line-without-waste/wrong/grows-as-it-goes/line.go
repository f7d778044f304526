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

// Line writes the fields as name=value, with a space between them and an end of line behind the last.
func Line(fields []Field) string {
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(f.Name)
		b.WriteByte('=')
		b.WriteString(strconv.FormatInt(f.Value, 10))
	}
	b.WriteByte('\n')
	return b.String()
}
