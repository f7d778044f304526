package wide

import "testing"

func TestShort(t *testing.T) {
	for text, want := range map[string]bool{"": true, "a": true, "ab": false, "aba": true} {
		if got := Palindrome(text); got != want {
			t.Errorf("Palindrome(%q) = %v, want %v", text, got, want)
		}
	}
}
