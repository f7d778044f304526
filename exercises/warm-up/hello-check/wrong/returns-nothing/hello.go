// Package hello greets people.
package hello

// Greet returns a greeting for the person called name.
func Greet(name string) {
	println("Hello, " + name + "!")
}
