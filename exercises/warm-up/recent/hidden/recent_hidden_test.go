package recent

import (
	"slices"
	"strconv"
	"testing"
)

// numbered returns the lines from, from+1, … to-1.
func numbered(from, to int) []string {
	var lines []string
	for n := from; n < to; n++ {
		lines = append(lines, strconv.Itoa(n))
	}
	return lines
}

func TestAnyNumberOfLines(t *testing.T) {
	for _, held := range []int{1, 2, 3, 10} {
		for _, step := range []int{1, 2, 3, 7, 25} {
			r := New(held)
			for n := 0; n < 50; n += step {
				r.Add()
				r.Add(numbered(n, n+step)...)
				if got, want := r.Lines(), numbered(max(0, n+step-held), n+step); !slices.Equal(got, want) {
					t.Fatalf("New(%d), lines 0 to %d added %d at a time: Lines returned %q, want %q", held, n+step-1, step, got, want)
				}
			}
		}
	}
}

func TestZeroKeepsNothing(t *testing.T) {
	r := New(0)
	r.Add("one")
	r.Add("two", "three")
	if got := r.Lines(); len(got) != 0 {
		t.Errorf("New(0): Lines returned %q, want nothing", got)
	}
	if got := r.Matching(func(string) bool { return true }); len(got) != 0 {
		t.Errorf("New(0): Matching returned %q, want nothing", got)
	}
}

func TestReaderOwnsItsSlice(t *testing.T) {
	r := New(3)
	r.Add("a", "b", "c")
	first := r.Lines()
	for i := range first {
		first[i] = "changed"
	}
	if got, want := r.Lines(), []string{"a", "b", "c"}; !slices.Equal(got, want) {
		t.Errorf("after a change of the slice from Lines, Lines returned %q, want %q", got, want)
	}
	second := r.Lines()
	r.Add("d")
	r.Add("e")
	if want := []string{"a", "b", "c"}; !slices.Equal(second, want) {
		t.Errorf("Add changed a slice that Lines had returned to %q, want %q", second, want)
	}
	_ = append(r.Lines()[:0], "x", "y")
	if got, want := r.Lines(), []string{"c", "d", "e"}; !slices.Equal(got, want) {
		t.Errorf("after an append to the slice from Lines, Lines returned %q, want %q", got, want)
	}
	all := r.Matching(func(string) bool { return true })
	clear(all)
	if got, want := r.Lines(), []string{"c", "d", "e"}; !slices.Equal(got, want) {
		t.Errorf("after a change of the slice from Matching, Lines returned %q, want %q", got, want)
	}
}

func TestWriterOwnsItsSlice(t *testing.T) {
	for _, max := range []int{2, 3, 5} {
		r := New(max)
		lines := []string{"a", "b", "c"}
		r.Add(lines...)
		want := slices.Clone(r.Lines())
		for i := range lines {
			lines[i] = "reused"
		}
		if got := r.Lines(); !slices.Equal(got, want) {
			t.Errorf("New(%d): the caller reused its slice, and Lines returned %q, want %q", max, got, want)
		}
		r.Add("d")
		r.Add("e")
		for i := range lines {
			if lines[i] != "reused" {
				t.Errorf("New(%d): Add wrote %q into the caller's slice", max, lines[i])
			}
		}
	}
}

func TestMatchingProperties(t *testing.T) {
	r := New(4)
	r.Add(numbered(0, 6)...)
	var asked []string
	got := r.Matching(func(line string) bool {
		asked = append(asked, line)
		return len(asked)%2 == 0
	})
	if want := []string{"2", "3", "4", "5"}; !slices.Equal(asked, want) {
		t.Errorf("Matching asked about %q, want %q", asked, want)
	}
	if want := []string{"3", "5"}; !slices.Equal(got, want) {
		t.Errorf("Matching returned %q, want %q", got, want)
	}
	if got, want := r.Lines(), []string{"2", "3", "4", "5"}; !slices.Equal(got, want) {
		t.Errorf("after Matching, Lines returned %q, want %q", got, want)
	}
}
