package recent

import (
	"slices"
	"strings"
	"testing"
)

func TestKeepsTheLastLines(t *testing.T) {
	r := New(2)
	r.Add("one", "two", "three")
	if got, want := r.Lines(), []string{"two", "three"}; !slices.Equal(got, want) {
		t.Errorf("New(2), then Add of one, two, three: Lines returned %q, want %q", got, want)
	}
}

func TestAddOneByOne(t *testing.T) {
	r := New(3)
	for _, line := range []string{"one", "two"} {
		r.Add(line)
	}
	if got, want := r.Lines(), []string{"one", "two"}; !slices.Equal(got, want) {
		t.Errorf("New(3), then Add of one and of two: Lines returned %q, want %q", got, want)
	}
}

func TestMatching(t *testing.T) {
	r := New(3)
	r.Add("start", "error: no disk", "error: no memory")
	got := r.Matching(func(line string) bool { return strings.HasPrefix(line, "error") })
	if want := []string{"error: no disk", "error: no memory"}; !slices.Equal(got, want) {
		t.Errorf("Matching the lines that begin with error returned %q, want %q", got, want)
	}
}
