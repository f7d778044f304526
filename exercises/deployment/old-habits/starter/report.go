// Package report writes reports.
package report

import (
	"os"
	"strings"
)

// Has reports whether name is among names.
func Has(names []string, name string) bool {
	for i := 0; i < len(names); i++ {
		if names[i] == name {
			return true
		}
	}
	return false
}

// Largest returns the largest of the values, and 0 if none is greater.
func Largest(values []int) int {
	largest := 0
	for _, value := range values {
		if value > largest {
			largest = value
		}
	}
	return largest
}

// Host returns what stands before the first colon of an address.
func Host(address string) string {
	i := strings.Index(address, ":")
	if i >= 0 {
		return address[:i]
	}
	return address
}

// Save writes the lines to the file.
func Save(path string, lines []string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for i := 0; i < len(lines); i++ {
		if _, err := f.WriteString(lines[i]); err == nil {
			_, err = f.WriteString("\n")
		}
	}
	return err
}
