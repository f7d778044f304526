package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const (
	oneVisible = "-- visible a_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) {\n\tif F() != 42 {\n\t\tt.Fail()\n\t}\n}\n"
	oneHidden  = "-- hidden h_test.go --\npackage clamp\n\nimport \"testing\"\n\nvar secretCases = []int{42}\n\nfunc TestSecretName(t *testing.T) {\n\tif F() != secretCases[0] {\n\t\tt.Log(\"secret value\")\n\t}\n}\n"
)

// Visible and hidden tests are one binary only where nothing in the visible run can tell of the hidden tests.
func TestTogether(t *testing.T) {
	hidden := func(text string) string {
		return "-- hidden h_test.go --\npackage clamp\n\n" + text + "\nfunc TestSecretName(t *testing.T) {}\n"
	}
	learner := func(text string) string { return "-- learner a.go --\npackage clamp\n\n" + text }
	tests := []struct {
		name string
		text string
		want bool
	}{
		{"plain", rightF + oneVisible + oneHidden, true},
		{"harmless imports", learner("import (\n\t\"fmt\"\n\t\"strings\"\n)\n\nfunc F() int { fmt.Println(strings.ToUpper(\"a\")); return 42 }\n") + oneVisible + oneHidden, true},
		{"runtime", learner("import \"runtime\"\n\nfunc F() int { return runtime.NumCPU()*0 + 42 }\n") + oneVisible + oneHidden, false},
		{"reflect", learner("import \"reflect\"\n\nfunc F() int { return int(reflect.ValueOf(42).Int()) }\n") + oneVisible + oneHidden, false},
		{"a package that brings runtime/pprof", learner("import \"expvar\"\n\nvar N = expvar.NewInt(\"n\")\n\nfunc F() int { return 42 }\n") + oneVisible + oneHidden, false},
		{"a goroutine", learner("func F() int { c := make(chan int); go func() { c <- 42 }(); return <-c }\n") + oneVisible + oneHidden, false},
		{"tests of the learner's own", rightF + "-- learner b_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestMine(t *testing.T) {}\n" + oneVisible + oneHidden, false},
		{"hidden init", rightF + oneVisible + hidden("import \"testing\"\n\nfunc init() { F() }\n"), false},
		{"hidden variable by a call", rightF + oneVisible + hidden("import \"testing\"\n\nvar want = F()\n"), false},
		{"hidden function that is not called", rightF + oneVisible + hidden("import \"testing\"\n\nvar cases = []struct{ f func() int }{{func() int { return F() }}}\n"), true},
		{"hidden function that is called", rightF + oneVisible + hidden("import \"testing\"\n\nvar want = func() int { return F() }()\n"), false},
		{"hidden method of the learner's type", learner("type T int\n\nfunc F() T { return 42 }\n") + oneVisible + hidden("import \"testing\"\n\nfunc (T) String() string { return \"\" }\n"), false},
		{"hidden method of a hidden type", rightF + oneVisible + hidden("import \"testing\"\n\ntype mine[E any] struct{}\n\nfunc (*mine[E]) String() string { return \"\" }\n"), true},
		{"hidden import for its side effects", rightF + oneVisible + hidden("import (\n\t_ \"image/png\"\n\t\"testing\"\n)\n"), false},
		{"hidden import that changes globals", rightF + oneVisible + hidden("import (\n\t\"expvar\"\n\t\"testing\"\n)\n\nvar n *expvar.Int\n"), false},
		{"hidden function with the name of a built-in one", learner("func F() int { return max(41, 42) }\n") + oneVisible + hidden("import \"testing\"\n\nfunc max(a, b int) int { return 42 }\n"), false},
		{"hidden constant with the name of a built-in one", rightF + oneVisible + hidden("import \"testing\"\n\nconst true, false = 1 == 1, 1 == 0\n"), false},
		{"hidden type with the name of a built-in one", rightF + oneVisible + hidden("import \"testing\"\n\ntype any = interface{}\n"), false},
		{"one name twice", rightF + oneVisible + "-- hidden h_test.go --\npackage clamp_test\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) {}\n", false},
		{"external", rightF + oneVisible + "-- hidden h_test.go --\npackage clamp_test\n\nimport (\n\t\"testing\"\n\n\t\"course/basics/clamp\"\n)\n\nfunc TestSecretName(t *testing.T) { clamp.F() }\n", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSubmission(t, test.text)
			b := s.make()
			if !b.linked["visible"].OK || !b.linked["hidden"].OK || b.failed != "" {
				t.Fatalf("%+v", b)
			}
			visible, hidden := filepath.Join(s.req.Out, b.linked["visible"].File), filepath.Join(s.req.Out, b.linked["hidden"].File)
			v, err := os.Stat(visible)
			if err != nil {
				t.Fatal(err)
			}
			h, err := os.Stat(hidden)
			if err != nil {
				t.Fatal(err)
			}
			if got := os.SameFile(v, h); got != test.want {
				t.Errorf("together: %v, want %v", got, test.want)
			}
			if out, _ := exec.Command("grep", "-c", "-a", "TestSecretName", visible).Output(); !test.want && string(out) != "0\n" {
				t.Errorf("the visible binary names the hidden test %s times", out)
			}
			for _, unit := range []string{"visible", "hidden"} {
				r := s.run(plan{unit: unit})
				if done, ok := r.last(7); !ok || r.exit != 0 || done.races != 0 {
					t.Errorf("%s: %+v", unit, r)
				}
			}
		})
	}
}

// Where hidden tests do not fit, the visible ones are told and run as if those were not there.
func TestTogetherMisfit(t *testing.T) {
	s := newSubmission(t, rightF+oneVisible+"-- hidden h_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestH(t *testing.T) { G() }\n")
	b := s.make()
	if !b.compiled["visible"].OK || !b.linked["visible"].OK || b.compiled["hidden"].OK || len(b.compiled["hidden"].Diagnostics) == 0 {
		t.Fatalf("%+v", b)
	}
	if r := s.run(plan{unit: "visible"}); r.verdict(1) != "passed" {
		t.Errorf("%+v", r)
	}
}
