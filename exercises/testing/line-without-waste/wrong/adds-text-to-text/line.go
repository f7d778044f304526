// Package logline writes the fields of a log record.
package logline

import "strconv"

// Field is a name and a number.
type Field struct {
	Name  string
	Value int64
}

// Line writes the fields as name=value, with a space between them and an end of line behind the last.
func Line(fields []Field) string {
	line := ""
	for i, f := range fields {
		if i > 0 {
			line += " "
		}
		line += f.Name
		line += "="
		line += strconv.FormatInt(f.Value, 10)
	}
	return line + "\n"
}
