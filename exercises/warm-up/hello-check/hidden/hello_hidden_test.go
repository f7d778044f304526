package hello

import "testing"

func TestGreetAnyone(t *testing.T) {
	for _, name := range []string{"Ada", "Gopher", "", "Grace Hopper", "Zoë"} {
		if got, want := Greet(name), "Hello, "+name+"!"; got != want {
			t.Errorf("Greet(%q) returned %q, want %q", name, got, want)
		}
	}
}
