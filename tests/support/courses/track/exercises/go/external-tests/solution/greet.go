package greet

// To greets somebody.
func To(name string) string { return hello + name }

const hello = "Hello, "
