package hello

import "testing"

func TestGreetGopher(t *testing.T) {
	if got, want := Greet("Gopher"), "Hello, Gopher!"; got != want {
		t.Errorf("Greet(%q) returned %q, want %q: put the parameter name where the starter has \"world\"", "Gopher", got, want)
	}
}
