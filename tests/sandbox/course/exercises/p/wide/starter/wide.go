package wide

// Palindrome tells whether a text reads the same backwards.
func Palindrome(text string) bool { return false }
