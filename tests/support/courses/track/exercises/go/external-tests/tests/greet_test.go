package greet_test

import (
	"testing"

	"course/go/external-tests"
)

func TestTo(t *testing.T) {
	if got := greet.To("Go"); got != "Hello, Go" {
		t.Errorf("To(Go) = %q", got)
	}
}

func TestHello(t *testing.T) {
	if greet.Hello() == "" {
		t.Error("no greeting")
	}
}
