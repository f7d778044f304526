// Package logline writes the fields of a log record.
package logline

import (
	"fmt"
	"strings"
)

// Field is a name and a number.
type Field struct {
	Name  string
	Value int64
}

// Line writes the fields as name=value, with a space between them and an end of line behind the last.
func Line(fields []Field) string {
	words := make([]string, 0, len(fields))
	for _, f := range fields {
		words = append(words, fmt.Sprintf("%s=%d", f.Name, f.Value))
	}
	return strings.Join(words, " ") + "\n"
}
