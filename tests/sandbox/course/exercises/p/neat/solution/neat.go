package neat

import "slices"

// Has tells whether word is one of words.
func Has(words []string, word string) bool { return slices.Contains(words, word) }
