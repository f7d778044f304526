package endtoend

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/helper/internal/request"
)

const rightF = "-- learner a.go --\npackage clamp\n\nfunc F() int { return 42 }\n"

// What does not compile is said at its place, in the learner's own files.
func TestCompileErrors(t *testing.T) {
	for _, c := range []struct {
		name, unit, text, file string
		line                   int
		message                string
	}{
		{"type error", "alone", "-- learner a.go --\npackage clamp\n\nfunc F() int { return \"x\" }\n", "a.go", 3, "cannot use \"x\""},
		{"syntax error", "alone", "-- learner a.go --\npackage clamp\n\nfunc F( int {\n", "a.go", 3, "syntax error"},
		{"unused variable", "alone", "-- learner a.go --\npackage clamp\n\nfunc F() int {\n\tx := 1\n\treturn 42\n}\n", "a.go", 4, "declared and not used: x"},
		{"unknown import", "alone", "-- learner a.go --\npackage clamp\n\nimport \"strngs\"\n\nvar _ = strngs.ToUpper\n", "a.go", 3, "package strngs is not in the standard library (did you mean strings?)"},
		{"import from outside", "alone", "-- learner a.go --\npackage clamp\n\nimport \"github.com/x/errgroup\"\n\nvar _ errgroup.Group\n", "a.go", 3, "only the standard library is"},
		{"another package of the course", "alone", "-- learner a.go --\npackage clamp\n\nimport _ \"course/basics/solution\"\n", "a.go", 3, "is not in the standard library"},
		{"import without its prefix", "alone", "-- learner a.go --\npackage clamp\n\nimport \"rand\"\n\nvar _ = rand.Int\n", "a.go", 3, "did you mean crypto/rand?"},
		{"package clause", "alone", "-- learner a.go --\npackage main\n\nfunc main() {}\n-- visible a_test.go --\npackage clamp\n", "a.go", 1, "package main; expected package clamp"},
		{"no package clause", "alone", "-- learner a.go --\n", "a.go", 1, "syntax error"},
		{"no Go file", "alone", "-- learner notes.txt --\nhello\n", "", 0, "no Go file"},
		{"left out by its build line", "alone", "-- learner a.go --\n// A comment.\n\n//go:build go1.99\n\npackage clamp\n", "a.go", 3, "the build line //go:build go1.99 leaves this file out"},
		{"left out by its name", "alone", "-- learner a_windows.go --\npackage clamp\n", "a_windows.go", 1, "its name leaves this file out"},
		{"too large for an object file", "alone", "-- learner a.go --\npackage clamp\n\nvar big [1 << 32]byte\n\nfunc F(i byte) byte { return big[i] }\n", "a.go", 5, "big: symbol too large"},
		{"import cycle", "alone", "-- learner a.go --\npackage clamp\n\nimport _ \"course/basics/clamp/b\"\n-- learner b/b.go --\npackage b\n\nimport _ \"course/basics/clamp\"\n", "a.go", 1, "import cycle not allowed: course/basics/clamp imports course/basics/clamp/b imports course/basics/clamp"},
		{"missing sub-package", "alone", "-- learner a.go --\npackage clamp\n\nimport _ \"course/basics/clamp/b\"\n", "a.go", 3, "package course/basics/clamp/b is not part of this submission"},
		{"missing function body", "alone", "-- learner a.go --\npackage clamp\n\nfunc F() int\n", "a.go", 3, "missing function body"},
		{"embed of the tests", "alone", "-- learner a.go --\npackage clamp\n\nimport _ \"embed\"\n\n//go:embed a_test.go\nvar tests string\n-- visible a_test.go --\npackage clamp\n", "a.go", 5, "pattern a_test.go: no matching files found"},
		{"embed from above", "alone", "-- learner b/b.go --\npackage b\n\nimport _ \"embed\"\n\n//go:embed ../a.go\nvar tests string\n-- learner a.go --\npackage clamp\n", "b/b.go", 5, "no matching files"},
		{"misfit with the visible tests", "visible", rightF + "-- visible a_test.go --\npackage clamp\n\nvar _ string = F()\n", "a_test.go", 3, "cannot use F()"},
		{"misfit with the hidden tests", "hidden", rightF + "-- hidden a_test.go --\npackage clamp\n\nvar _ string = F()\n", "a_test.go", 3, "cannot use F()"},
		{"tests' helper named twice", "visible", rightF + "-- visible a_test.go --\npackage clamp\n\nfunc F() {}\n", "a_test.go", 3, "F redeclared in this block\na.go:3:6: other declaration of F"},
		{"deep nesting", "alone", "-- learner a.go --\npackage clamp\n\nvar x = " + strings.Repeat("(", 150_000) + "1" + strings.Repeat(")", 150_000) + "\n", "a.go", 1, "nesting"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newSubmission(t, c.text).make()
			got := b.compiled[c.unit]
			if got.OK || len(got.Diagnostics) == 0 || !b.done || b.failed != "" {
				t.Fatalf("%+v", b)
			}
			d := got.Diagnostics[0]
			if d.File != c.file || d.Line != c.line || !strings.Contains(d.Message, c.message) {
				t.Errorf("%+v", d)
			}
			if b.linked[c.unit].OK {
				t.Error("it is linked")
			}
		})
	}
}

// Shapes of submissions that compile and pass.
func TestShapes(t *testing.T) {
	const test = "-- visible a_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) {\n\tif F() != 42 {\n\t\tt.Fail()\n\t}\n}\n"
	for _, c := range []struct {
		name, text string
		planned    int
	}{
		{"several files", "-- learner a.go --\npackage clamp\n\nfunc F() int { return f() }\n-- learner b.go --\npackage clamp\n\nfunc f() int { return 42 }\n" + test, 1},
		{"read-only file replaces the learner's", "-- learner a.go --\npackage clamp\n\nfunc F() int { return 1 }\n-- readonly a.go --\npackage clamp\n\nfunc F() int { return 42 }\n" + test, 1},
		{"visible test replaces the learner's", rightF + "-- learner a_test.go --\npackage clamp\n\nbroken\n" + test, 1},
		{"sub-folder", "-- learner a.go --\npackage clamp\n\nimport \"course/basics/clamp/deep/er\"\n\nfunc F() int { return er.F() }\n-- learner deep/er/e.go --\npackage er\n\nfunc F() int { return 42 }\n" + test, 1},
		{"tests in a sub-folder", rightF + test + "-- learner sub/s.go --\npackage sub\n\nfunc G() int { return 1 }\n-- visible sub/s_test.go --\npackage sub\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) { G() }\n\nfunc TestG(t *testing.T) { G() }\n", 3},
		{"external tests and export_test", "-- learner a.go --\npackage clamp\n\nfunc f() int { return 42 }\n-- visible export_test.go --\npackage clamp\n\nvar F = f\n-- visible x_test.go --\npackage clamp_test\n\nimport (\n\t\"testing\"\n\n\t\"course/basics/clamp\"\n)\n\nfunc TestF(t *testing.T) {\n\tif clamp.F() != 42 {\n\t\tt.Fail()\n\t}\n}\n", 1},
		{"main package", "-- learner main.go --\npackage main\n\nfunc main() {}\n\nfunc F() int { return 42 }\n" + strings.Replace(test, "package clamp", "package main", 1), 1},
		{"generics and constraints by tag", "-- learner a.go --\n//go:build linux && go1.20 && !windows\n\npackage clamp\n\nfunc id[T any](x T) T { return x }\n\nfunc F() int { return id(42) }\n-- learner a_windows.go --\npackage clamp\n\nfunc F() int { return 1 }\n" + test, 1},
		{"embed", "-- learner a.go --\npackage clamp\n\nimport (\n\t\"embed\"\n\t\"strconv\"\n)\n\n//go:embed n.txt\nvar n string\n\n//go:embed data\nvar fs embed.FS\n\nfunc F() int {\n\tmore, _ := fs.ReadFile(\"data/m.txt\")\n\ta, _ := strconv.Atoi(n[:2])\n\tb, _ := strconv.Atoi(string(more[:1]))\n\treturn a + b\n}\n-- learner n.txt --\n40\n-- readonly data/m.txt --\n2\n" + test, 1},
		{"helper file beside the tests", rightF + "-- visible help.go --\npackage clamp\n\nfunc want() int { return 42 }\n-- visible a_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) {\n\tif F() != want() {\n\t\tt.Fail()\n\t}\n}\n", 1},
		{"the learner's own tests", "-- readonly a.go --\npackage clamp\n\nfunc F() int { return 42 }\n" + strings.Replace(test, "visible", "learner", 1), 1},
		{"a learner's test that uses the visible tests' helpers", rightF + "-- visible help.go --\npackage clamp\n\nfunc want() int { return 42 }\n-- visible a_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc equal(t *testing.T, got, want int) {\n\tif got != want {\n\t\tt.Error(got)\n\t}\n}\n\nfunc TestF(t *testing.T) { equal(t, F(), want()) }\n-- learner b_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestMine(t *testing.T) { equal(t, F(), want()) }\n", 2},
		{"files that the go command passes over", rightF + oneVisible + "-- visible testdata/bad.go --\nthis is not go\n-- visible testdata/src/a_test.go --\npackage src\n\nimport \"testing\"\n\nfunc TestWrong(t *testing.T) { t.Fail() }\n-- learner _old/b_test.go --\npackage old\n\nfunc TestOld(\n-- learner .kept/c.go --\npackage kept\n\nimport \"none.such/here\"\n", 1},
		{"a learner's external test that uses export_test", rightF + "-- visible export_test.go --\npackage clamp\n\nvar Want = 42\n-- learner x_test.go --\npackage clamp_test\n\nimport (\n\t\"testing\"\n\n\t\"course/basics/clamp\"\n)\n\nfunc TestMine(t *testing.T) {\n\tif clamp.F() != clamp.Want {\n\t\tt.Fail()\n\t}\n}\n", 1},
		{"byte order mark and CR LF", strings.Replace(rightF, "package clamp\n\n", "\xef\xbb\xbfpackage clamp\r\n\r\n", 1) + test, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSubmission(t, c.text)
			b := s.make()
			if !b.linked["visible"].OK {
				t.Fatalf("%+v", b)
			}
			if r := s.run(plan{unit: "visible"}); r.verdict(c.planned) != "passed" {
				t.Errorf("%s: %+v", r.verdict(c.planned), r)
			}
		})
	}
}

// A package below the learner's that imports nothing would be initialised before the harness, if the harness were not
// imported by every package of a test binary.
func TestHarnessComesFirst(t *testing.T) {
	r := runFixture(t, "-- learner a.go --\npackage clamp\n\nimport \"course/basics/clamp/early\"\n\nfunc F() int { return early.N }\n"+
		"-- learner early/e.go --\npackage early\n\nvar N = 42\n\nfunc init() { println(\"early\") }\n"+
		"-- visible a_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) { F() }\n", plan{})
	if got := r.verdict(1); got != "passed" {
		t.Errorf("%s: %+v", got, r)
	}
	s := newSubmission(t, "-- learner a.go --\npackage clamp\n\nimport _ \"course/basics/clamp/early\"\n"+
		"-- learner early/e.go --\npackage early\n\nimport \"os\"\n\nfunc init() {\n\tvar b [16]byte\n\tif n, _ := os.NewFile(3, \"\").Read(b[:]); n > 0 {\n\t\tprintln(\"key read\")\n\t}\n}\n"+
		"-- visible a_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) {}\n")
	s.make()
	if r := s.run(plan{unit: "visible"}); strings.Contains(r.stdout, "key read") {
		t.Error("learner code reads the key")
	}
}

func TestProgram(t *testing.T) {
	s := newSubmission(t, "-- learner main.go --\npackage main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"hello\") }\n")
	s.req.SharesProcess, s.req.Tests, s.req.Program = false, nil, &request.Program{}
	b := s.make()
	if !b.linked["program"].OK {
		t.Fatalf("%+v", b)
	}
	out, err := exec.Command(filepath.Join(s.req.Out, b.linked["program"].File)).Output()
	if err != nil || string(out) != "hello\n" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestProgramNeedsPackageMain(t *testing.T) {
	s := newSubmission(t, rightF)
	s.req.SharesProcess, s.req.Tests, s.req.Program = false, nil, &request.Program{}
	if b := s.make(); b.compiled["program"].OK || b.failed != "" || len(b.compiled["program"].Diagnostics) == 0 {
		t.Errorf("%+v", b)
	}
}

// The visible binary holds nothing of the hidden tests.
func TestVisibleBinaryHoldsNothingHidden(t *testing.T) {
	s := newSubmission(t, "-- learner a.go --\npackage clamp\n\nimport \"runtime\"\n\nfunc F() int { return len(runtime.GOOS) }\n"+
		"-- visible a_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) {}\n"+
		"-- hidden h_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestSecretName(t *testing.T) { t.Log(\"secret value\") }\n")
	b := s.make()
	if !b.linked["visible"].OK || !b.linked["hidden"].OK {
		t.Fatalf("%+v", b)
	}
	if out, _ := exec.Command("grep", "-c", "-a", "-i", "secret.\\?\\(name\\|value\\)", filepath.Join(s.req.Out, "visible.test")).Output(); string(out) != "0\n" {
		t.Errorf("found %s times", out)
	}
	if r := s.run(plan{unit: "hidden"}); r.verdict(1) != "passed" {
		t.Errorf("%+v", r)
	}
}

func TestRaceBuilds(t *testing.T) {
	const racy = "-- learner a.go --\npackage clamp\n\nfunc F() int {\n\tn, done := 0, make(chan bool)\n\tgo func() { n = 1; done <- true }()\n\tn = 42\n\t<-done\n\treturn n\n}\n"
	const tests = "-- visible a_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) { F() }\n-- hidden h_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestH(t *testing.T) { F() }\n\nfunc TestNone(t *testing.T) {}\n"
	s := newSubmission(t, racy+tests)
	b := s.make()
	if !b.linked["hidden"].Race || !b.linked["visible"].Race || !b.analysis.Goroutines.Starts || b.analysis.Goroutines.Line != 5 {
		t.Fatalf("%+v", b)
	}
	for _, unit := range []string{"visible", "hidden"} {
		r := s.run(plan{unit: unit})
		if got := r.verdict(len(r.frames)/2 - 1); got != "raced" {
			t.Errorf("%s: %s %+v", unit, got, r)
		}
		if done, ok := r.last(7); !ok || done.races != 1 {
			t.Errorf("%s: %+v", unit, done)
		}
	}
	quiet := newSubmission(t, rightF+tests).make()
	if quiet.linked["hidden"].Race || quiet.analysis.Goroutines.Starts {
		t.Errorf("%+v", quiet)
	}
}
