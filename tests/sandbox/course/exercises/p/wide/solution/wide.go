package wide

// Palindrome tells whether a text reads the same backwards.
func Palindrome(text string) bool {
	letters := []rune(text)
	for i := range letters {
		if letters[i] != letters[len(letters)-1-i] {
			return false
		}
	}
	return true
}
