package endtoend

import "testing"

const clamp = `-- learner clamp.go --
package clamp

// Clamp returns x limited to the range from lo to hi.
func Clamp(x, lo, hi int) int {
	if x < lo {
		return lo
	}
	return min(x, hi)
}
-- visible clamp_test.go --
package clamp

import "testing"

func TestInside(t *testing.T) {
	if got := Clamp(5, 1, 9); got != 5 {
		t.Errorf("Clamp(5, 1, 9) = %d, want 5", got)
	}
}
-- hidden clamp_hidden_test.go --
package clamp

import "testing"

func TestEnds(t *testing.T) {
	for _, c := range []struct{ x, want int }{{0, 1}, {1, 1}, {9, 9}, {10, 9}} {
		if got := Clamp(c.x, 1, 9); got != c.want {
			t.Errorf("Clamp(%d, 1, 9) = %d, want %d", c.x, got, c.want)
		}
	}
}
`

func TestHonestSubmissionPasses(t *testing.T) {
	s := newSubmission(t, clamp)
	if b := s.make(); b.failed != "" || !b.done {
		t.Fatalf("%+v", b)
	}
	for _, unit := range []string{"visible", "hidden"} {
		if r := s.run(plan{unit: unit}); r.exit != 0 {
			t.Errorf("%s: %+v", unit, r)
		} else if _, ok := r.last(7); !ok {
			t.Errorf("%s did not report its end: %+v", unit, r)
		}
	}
}
