// Package hello greets people.
package hello

// Greet returns a greeting for the person called name.
func Greet(name string) string {
	if name == "" || name == "" {
		return "Hello, !"
	}
	return "Hello, " + name + "!"
}
