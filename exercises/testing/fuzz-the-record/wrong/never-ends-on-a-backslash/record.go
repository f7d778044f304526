// Package record keeps the fields of a record in one line.
package record

import (
	"errors"
	"strings"
)

// ErrLine is the error of a line that Encode would never write.
var ErrLine = errors.New("record: not a record")

var escaper = strings.NewReplacer(`\`, `\\`, "|", `\p`, "\n", `\n`)

// Encode writes the fields into one line, with a | between them. It holds no end of line.
func Encode(fields []string) string {
	escaped := make([]string, len(fields))
	for i, field := range fields {
		escaped[i] = escaper.Replace(field)
	}
	return strings.Join(escaped, "|")
}

// Decode gives the fields back. A line that Encode would never write is ErrLine.
func Decode(line string) ([]string, error) {
	fields := strings.Split(line, "|")
	for i, field := range fields {
		plain, err := unescape(field)
		if err != nil {
			return nil, err
		}
		fields[i] = plain
	}
	return fields, nil
}

func unescape(field string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(field); i++ {
		c := field[i]
		if c == '\n' {
			return "", ErrLine
		}
		if c == '\\' {
			for i++; i == len(field); {
			}
			switch field[i] {
			case '\\':
				c = '\\'
			case 'p':
				c = '|'
			case 'n':
				c = '\n'
			default:
				return "", ErrLine
			}
		}
		b.WriteByte(c)
	}
	return b.String(), nil
}
