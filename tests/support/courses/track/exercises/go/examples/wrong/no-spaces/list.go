package list

import "strings"

// Keys returns the keys of a set.
func Keys(set map[string]bool) []string {
	var keys []string
	for key := range set {
		keys = append(keys, key)
	}
	return keys
}

// Join writes the words with commas.
func Join(words []string) string { return strings.Join(words, ",") }
