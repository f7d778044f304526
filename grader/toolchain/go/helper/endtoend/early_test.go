package endtoend

import (
	"os"
	"path/filepath"
	"testing"
)

// hadEarly reports whether an early linker was started, and whether it linked.
func hadEarly(t *testing.T, s *submission) (started, linked bool) {
	t.Helper()
	_, missing := os.Stat(filepath.Join(s.req.Out, "work", "early", "importcfg"))
	_, unused := os.Lstat(filepath.Join(s.req.Out, "work", "early", "main.a"))
	return missing == nil, unused == nil
}

// The linker that read the standard library ahead links what the plain one would.
func TestEarlyLinker(t *testing.T) {
	imports := "-- learner a.go --\npackage clamp\n\nimport (\n\t\"fmt\"\n\t\"strings\"\n)\n\nfunc F() int { fmt.Println(strings.ToUpper(\"a\")); return 42 }\n"
	race := "-- learner a.go --\npackage clamp\n\nfunc F() int { c := make(chan int); go func() { c <- 42 }(); return <-c }\n"
	lateHidden := "-- hidden clamp_late_test.go --\npackage clamp\n\nimport (\n\t\"net/http\"\n\t\"testing\"\n)\n\nfunc TestLate(t *testing.T) {\n\tif F() != 42 || http.StatusText(200) != \"OK\" {\n\t\tt.Error(\"late\")\n\t}\n}\n"
	unseen := "-- learner a.go --\npackage clamp\n\nimport \"time\"\n\nfunc F() int { c := make(chan int); time.AfterFunc(0, func() { c <- 42 }); return <-c }\n"
	for _, test := range []struct {
		name, text string
		linked     bool
	}{
		{"together", rightF + oneVisible + oneHidden, true},
		{"with imports", imports + oneVisible + oneHidden, true},
		{"with packages that come late", rightF + oneVisible + lateHidden, true},
		{"race, apart", race + oneVisible + oneHidden, true},
		{"race that syntax does not show", unseen + oneVisible + oneHidden, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSubmission(t, test.text)
			b := s.make()
			if !b.linked["visible"].OK || !b.linked["hidden"].OK || b.failed != "" {
				t.Fatalf("%+v", b)
			}
			if started, linked := hadEarly(t, s); !started || linked != test.linked {
				t.Errorf("started %v, linked %v", started, linked)
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

// Where nothing comes to be linked the waiting linker is ended, and nobody waits for it.
func TestEarlyLinkerThatIsNotNeeded(t *testing.T) {
	for name, text := range map[string]string{
		"does not compile": "-- learner a.go --\npackage clamp\n\nfunc F() int { return \"\" }\n",
		"refused by types": "-- learner a.go --\npackage clamp\n\nimport \"reflect\"\n\nfunc F() int { return int(reflect.ValueOf(new(int)).Pointer()) }\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := newSubmission(t, text+oneVisible+oneHidden)
			b := s.make()
			if started, linked := hadEarly(t, s); !started || linked || b.failed != "" {
				t.Errorf("started %v, linked %v: %+v", started, linked, b)
			}
		})
	}
}
