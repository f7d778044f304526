package count

import (
	"os"
	"path/filepath"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestWords(t *testing.T) {
	if got := Words(read(t, "words.txt")); got != 3 {
		t.Errorf("Words = %d, want 3", got)
	}
}

func TestEmpty(t *testing.T) {
	if got := Words(read(t, "deep/empty.txt")); got != 0 {
		t.Errorf("Words = %d, want 0", got)
	}
}
