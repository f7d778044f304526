package neat

func Has(words []string, word string) bool { return false }
