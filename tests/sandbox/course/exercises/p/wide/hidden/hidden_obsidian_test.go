package wide

import "testing"

func TestObsidian(t *testing.T) {
	if !Palindrome("äbä") || Palindrome("kestrel-lantern") || !Palindrome("564738291192837465") {
		t.Error("kestrel-lantern")
	}
}
