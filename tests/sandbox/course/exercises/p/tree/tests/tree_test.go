package tree

import (
	"os"
	"testing"
)

func TestFile(t *testing.T) {
	text, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := Words(string(text)); got != 3 {
		t.Errorf("Words(testdata/words.txt) = %d, want 3", got)
	}
}
