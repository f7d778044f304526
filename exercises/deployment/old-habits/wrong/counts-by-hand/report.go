// Package report writes reports.
package report

import (
	"os"
	"slices"
	"strings"
)

// Has reports whether name is among names.
func Has(names []string, name string) bool {
	return slices.Contains(names, name)
}

// Largest returns the largest of the values, and 0 if none is greater.
func Largest(values []int) int {
	largest := 0
	for _, value := range values {
		largest = max(largest, value)
	}
	return largest
}

// Host returns what stands before the first colon of an address.
func Host(address string) string {
	host, _, _ := strings.Cut(address, ":")
	return host
}

// Save writes the lines to the file.
func Save(path string, lines []string) error {
	var text strings.Builder
	for i := 0; i < len(lines); i++ {
		text.WriteString(lines[i] + "\n")
	}
	return os.WriteFile(path, []byte(text.String()), 0o644)
}
