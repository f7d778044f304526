package greet

// Hello is for the tests of package greet_test.
func Hello() string { return To("") }
