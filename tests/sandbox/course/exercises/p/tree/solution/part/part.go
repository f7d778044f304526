// Package part counts.
package part

import "strings"

// Count counts the words of a text.
func Count(text string) int { return len(strings.Fields(text)) }
