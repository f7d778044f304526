package greet

// To greets somebody.
func To(name string) string { return "" }
