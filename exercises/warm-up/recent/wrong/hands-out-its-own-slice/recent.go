// Package recent keeps the last lines of a long output.
package recent

import "slices"

// Recent holds the last lines that were added to it.
type Recent struct {
	max   int
	lines []string
}

// New returns a buffer that holds at most max lines.
func New(max int) *Recent {
	return &Recent{max: max}
}

// Add adds lines in the given order. It keeps no reference to the slice.
func (r *Recent) Add(lines ...string) {
	r.lines = append(r.lines, lines...)
	if extra := len(r.lines) - r.max; extra > 0 {
		r.lines = slices.Delete(r.lines, 0, extra)
	}
}

// Lines returns the lines that are held, oldest first. The slice belongs to the caller.
func (r *Recent) Lines() []string {
	return r.lines
}

// Matching returns the held lines for which keep returns true, oldest first.
func (r *Recent) Matching(keep func(line string) bool) []string {
	var kept []string
	for _, line := range r.lines {
		if keep(line) {
			kept = append(kept, line)
		}
	}
	return kept
}
