// Package recent keeps the last lines of a long output.
package recent

// Recent holds the last lines that were added to it.
type Recent struct {
	max int
}

// New returns a buffer that holds at most max lines.
func New(max int) *Recent {
	return &Recent{max: max}
}

// Add adds lines in the given order. It keeps no reference to the slice.
func (r *Recent) Add(lines ...string) {
}

// Lines returns the lines that are held, oldest first. The slice belongs to the caller.
func (r *Recent) Lines() []string {
	return nil
}

// Matching returns the held lines for which keep returns true, oldest first.
func (r *Recent) Matching(keep func(line string) bool) []string {
	return nil
}
