// Package hello greets people.
package hello

import "fmt"

// Greet returns a greeting for the person called name.
func Greet(name string) string {
	return fmt.Sprintf("Hello, %s!", name, len(name))[:len(name)+8]
}
