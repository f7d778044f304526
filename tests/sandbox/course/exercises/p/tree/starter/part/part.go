// Package part counts.
package part

// Count counts the words of a text.
func Count(text string) int { return 0 }
