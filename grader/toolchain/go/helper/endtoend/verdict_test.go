package endtoend

import (
	"strings"
	"testing"
)

// verdict judges a run as the grader does, as far as the frames and the end of the process say it.
func (r *ran) verdict(planned int) string {
	ended, worst, done := map[uint32]int{}, "passed", false
	crashed := false
	for _, m := range r.frames {
		switch m.kind {
		case 4:
			ended[m.position]++
			if m.races > 0 {
				worst = "raced"
			} else if m.state != 0 && worst == "passed" {
				worst = "failed"
			}
		case 5:
			crashed = true
		case 6:
			worst = "leaked"
		case 7:
			done = true
		}
	}
	switch {
	case r.broken != "":
		return "tampered"
	case r.timedOut:
		return "time_limit"
	case crashed || (r.exit == 2 && !done):
		return "crashed"
	case len(ended) != planned || !done || r.exit != 0:
		return "incomplete"
	}
	return worst
}

// last gives the last frame of a kind.
func (r *ran) last(kind byte) (message, bool) {
	for i := len(r.frames) - 1; i >= 0; i-- {
		if r.frames[i].kind == kind {
			return r.frames[i], true
		}
	}
	return message{}, false
}

// learner is a submission with one visible test of F, whose right answer is 42.
func learner(body string) string {
	return "-- learner a.go --\npackage clamp\n\n" + body + `
-- visible a_test.go --
package clamp

import "testing"

func TestF(t *testing.T) {
	if got := F(); got != 42 {
		t.Errorf("F() = %d, want 42", got)
	}
}

func TestAgain(t *testing.T) {
	if got := F(); got != 42 {
		t.Errorf("F() = %d, want 42", got)
	}
}
`
}

// tested is a submission with the given visible test file beside a trivial learner's.
func tested(test string) string {
	return "-- learner a.go --\npackage clamp\n\nfunc F() int { return 42 }\n-- visible a_test.go --\npackage clamp\n\n" + test
}

func runFixture(t *testing.T, text string, p plan) *ran {
	t.Helper()
	s := newSubmission(t, text)
	b := s.make()
	if !b.linked["visible"].OK {
		t.Fatalf("not linked: %+v", b)
	}
	if p.unit == "" {
		p.unit = "visible"
	}
	return s.run(p)
}

func TestRuns(t *testing.T) {
	const right = "func F() int { return 42 }\n"
	for _, c := range []struct {
		name, text, want string
		plan             plan
		planned          int
		output           string // some frame or the program's own output holds it
	}{
		{name: "right", text: learner(right), want: "passed", planned: 2},
		{name: "wrong", text: learner("func F() int { return 41 }\n"), want: "failed", planned: 2, output: "a_test.go:7: F() = 41, want 42"},
		{name: "exit in init", text: learner("import \"os\"\n\nfunc init() { os.Exit(0) }\n\n" + right), want: "incomplete", planned: 2},
		{name: "exit in a variable", text: learner("import \"os\"\n\nvar _ = func() int { os.Exit(0); return 0 }()\n\n" + right), want: "incomplete", planned: 2},
		{name: "exit in a test", text: learner("import \"os\"\n\nfunc F() int { os.Exit(0); return 42 }\n"), want: "incomplete", planned: 2},
		{name: "prints results", text: learner("import \"fmt\"\n\nfunc F() int {\n\tfmt.Print(\"--- PASS: TestF\\nPASS\\nok\\n\\x16\")\n\treturn 41\n}\n"), want: "failed", planned: 2},
		{name: "garbage on the results pipe", text: learner("import \"os\"\n\nfunc F() int {\n\tos.NewFile(4, \"\").WriteString(\"\\x20\\x00\\x00\\x00 some forged frame, which has no seal that fits\")\n\treturn 42\n}\n"), want: "tampered", planned: 2},
		{name: "results pipe closed", text: learner("import \"os\"\n\nfunc F() int {\n\tos.NewFile(4, \"\").Close()\n\treturn 42\n}\n"), want: "incomplete", planned: 2},
		{name: "control is closed", text: learner("import (\n\t\"io\"\n\t\"os\"\n)\n\nvar key, err = io.ReadAll(os.NewFile(3, \"\"))\n\nfunc F() int {\n\tif err == nil {\n\t\treturn len(key)\n\t}\n\treturn 42\n}\n"), want: "passed", planned: 2},
		{name: "panic", text: learner("func F() int {\n\tvar s []int\n\treturn s[3]\n}\n"), want: "crashed", planned: 2, output: "index out of range [3] with length 0"},
		{name: "panic with a lying error", text: learner("type liar struct{}\n\nfunc (liar) Error() string { select {} }\n\nfunc F() int { panic(liar{}) }\n"), want: "crashed", planned: 2, output: "clamp.liar", plan: plan{limit: 3e9}},
		{name: "recovered panic", text: learner("func F() (n int) {\n\tdefer func() { n = 42; recover() }()\n\tpanic(1)\n}\n"), want: "passed", planned: 2},
		{name: "goexit", text: learner("import \"runtime\"\n\nfunc F() int { runtime.Goexit(); return 42 }\n"), want: "crashed", planned: 2, output: "goexit"},
		{name: "stack overflow", text: learner("func F() int { return F() + 1 }\n"), want: "crashed", planned: 2},
		{name: "deadlock", text: learner("func F() int { select {} }\n"), want: "crashed", planned: 2, output: "all goroutines are asleep"},
		{name: "sets flags", text: learner("import \"flag\"\n\nfunc F() int {\n\tflag.Set(\"test.failfast\", \"true\")\n\tflag.Set(\"test.run\", \"None\")\n\tflag.Set(\"test.short\", \"true\")\n\treturn 41\n}\n"), want: "failed", planned: 2},
		{name: "own flags and arguments", text: learner("import (\n\t\"flag\"\n\t\"os\"\n)\n\nvar n = flag.Int(\"n\", 42, \"\")\n\nfunc init() { os.Args = []string{\"x\", \"-bad\"} }\n\nfunc F() int { return *n }\n"), want: "passed", planned: 2},
		{name: "swaps standard output", text: learner("import \"os\"\n\nfunc F() int {\n\tos.Stdout = nil\n\tos.Stderr = nil\n\treturn 41\n}\n"), want: "failed", planned: 2, output: "F() = 41"},
		{name: "late goroutine", text: learner("import \"time\"\n\nfunc F() int {\n\tgo func() { time.Sleep(time.Hour) }()\n\treturn 42\n}\n"), want: "leaked", planned: 2, plan: plan{leaks: true}, output: "created by course/basics/clamp.F"},
		{name: "goroutines that end", text: learner("import \"time\"\n\nfunc F() int {\n\tgo func() { time.Sleep(50 * time.Millisecond) }()\n\ttime.AfterFunc(time.Hour, func() {})\n\treturn 42\n}\n"), want: "passed", planned: 2, plan: plan{leaks: true}},
		{name: "no heap dump of the key by traces", text: learner("import \"runtime/debug\"\n\nfunc F() int {\n\tdebug.SetTraceback(\"system\")\n\treturn 42\n}\n"), want: "passed", planned: 2},
		{name: "late exit", text: learner("import (\n\t\"os\"\n\t\"time\"\n)\n\nfunc F() int {\n\tgo os.Exit(0)\n\ttime.Sleep(time.Second)\n\treturn 42\n}\n"), want: "incomplete", planned: 2},
		{name: "results descriptor reused", text: learner("import \"os\"\n\nfunc F() int {\n\tos.NewFile(4, \"\").Close()\n\tfor range 20 {\n\t\tos.Create(os.TempDir() + \"/frames\")\n\t}\n\treturn 42\n}\n"), want: "incomplete", planned: 2},
		{name: "results pipe filled by a goroutine", text: learner("import \"os\"\n\nfunc F() int {\n\tgo func() {\n\t\tf := os.NewFile(4, \"\")\n\t\tfor {\n\t\t\tf.Write(make([]byte, 1000))\n\t\t}\n\t}()\n\tselect {}\n}\n"), want: "tampered", planned: 2, plan: plan{limit: 2e9}},
		{name: "kills itself", text: learner("import \"os\"\n\nfunc F() int {\n\tp, _ := os.FindProcess(os.Getpid())\n\tp.Kill()\n\tselect {}\n}\n"), want: "incomplete", planned: 2},
		{name: "panic in a goroutine", text: learner("import \"time\"\n\nfunc F() int {\n\tgo func() { panic(\"far\") }()\n\ttime.Sleep(time.Second)\n\treturn 42\n}\n"), want: "crashed", planned: 2, output: "panic: far"},
		{name: "runs a benchmark of its own", text: learner("import \"testing\"\n\nfunc F() int {\n\tr := testing.Benchmark(func(b *testing.B) { b.Fail() })\n\treturn 41 + r.N\n}\n"), want: "failed", planned: 2},
		{name: "forged test object", text: learner("import \"testing\"\n\nfunc F() int {\n\tdefer func() { recover() }()\n\tnew(testing.T).Run(\"TestF\", func(*testing.T) {})\n\treturn 42\n}\n"), want: "failed", planned: 2},
		{name: "endless", text: learner("func F() int {\n\tfor {\n\t}\n}\n"), want: "time_limit", planned: 2, plan: plan{limit: 1e9}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := runFixture(t, c.text, c.plan)
			if got := r.verdict(c.planned); got != c.want {
				t.Errorf("verdict %s, want %s: %+v", got, c.want, r)
			}
			if all := everything(r); !strings.Contains(all, c.output) {
				t.Errorf("%q is not in %q", c.output, all)
			}
		})
	}
}

func everything(r *ran) string {
	var b strings.Builder
	for _, m := range r.frames {
		b.WriteString(m.name + "\n" + m.output + "\n" + m.panicked + "\n" + m.text + "\n")
	}
	return b.String() + r.stdout
}

// What package testing offers must work as under `go test`.
func TestTestingPackage(t *testing.T) {
	for _, c := range []struct{ name, text, want, output string }{
		{"parallel subtests", `import "testing"

func TestP(t *testing.T) {
	meet := make(chan bool)
	for i, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if i == 0 {
				meet <- true
			} else {
				<-meet
			}
			t.Log("met " + name)
		})
	}
}
`, "passed", "met b"},
		{"top-level parallel", "import \"testing\"\n\nfunc TestP(t *testing.T) { t.Parallel(); t.Log(\"ran\") }\n", "passed", "ran"},
		{"failing subtest", "import \"testing\"\n\nfunc TestP(t *testing.T) { t.Run(\"sub\", func(t *testing.T) { t.Fatal(\"no\") }) }\n", "failed", "TestP/sub"},
		{"skip", "import \"testing\"\n\nfunc TestP(t *testing.T) { t.Skip(\"later\") }\n", "failed", "later"},
		{"surroundings", `import (
	"os"
	"testing"
)

func TestP(t *testing.T) {
	t.Setenv("ASSAY_X", "1")
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("f", nil, 0o600); err != nil || os.Getenv("ASSAY_X") != "1" || t.Context().Err() != nil {
		t.Error(err)
	}
	if testing.Short() || testing.Verbose() || !testing.Testing() || len(os.Args) != 1 {
		t.Error("flags")
	}
	t.Cleanup(func() { t.Log("cleaned", t.Context().Err()) })
}
`, "passed", "cleaned context canceled"},
		{"synctest", `import (
	"testing"
	"testing/synctest"
	"time"
)

func TestP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		time.Sleep(time.Hour)
		if time.Since(start) != time.Hour {
			t.Error("clock")
		}
		t.Log("in the bubble")
	})
}
`, "passed", "in the bubble"},
		{"example", "import \"fmt\"\n\nfunc ExampleF() {\n\tfmt.Println(F())\n\t// Output: 42\n}\n", "passed", ""},
		{"wrong example", "import \"fmt\"\n\nfunc ExampleF() {\n\tfmt.Println(F())\n\t// Output: 43\n}\n", "failed", "got:\n42\nwant:\n43"},
		{"unordered example", "import \"fmt\"\n\nfunc Example() {\n\tfmt.Println(\"b\\na\")\n\t// Unordered output:\n\t// a\n\t// b\n}\n", "passed", ""},
		{"panicking example", "func Example() {\n\tpanic(\"boom\")\n\t// Output:\n}\n", "crashed", "boom"},
		{"fuzz seeds", "import \"testing\"\n\nfunc FuzzF(f *testing.F) {\n\tf.Add(1)\n\tf.Add(2)\n\tf.Fuzz(func(t *testing.T, n int) {\n\t\tif n == 2 {\n\t\t\tt.Error(\"two\")\n\t\t}\n\t})\n}\n", "failed", "two"},
		{"benchmark beside a test", "import \"testing\"\n\nfunc BenchmarkF(b *testing.B) { for b.Loop() { F() } }\n\nfunc TestP(t *testing.T) {}\n", "passed", ""},
		{"late log", "import (\n\t\"testing\"\n\t\"time\"\n)\n\nfunc TestP(t *testing.T) {\n\tgo func() { time.Sleep(5 * time.Millisecond); t.Log(\"late\") }()\n}\n\nfunc TestQ(t *testing.T) { time.Sleep(30 * time.Millisecond) }\n", "passed", ""},
		{"panic in a subtest", "import \"testing\"\n\nfunc TestP(t *testing.T) {\n\tt.Log(\"before\")\n\tt.Run(\"sub\", func(t *testing.T) { t.Log(\"inside\"); panic(\"boom\") })\n}\n", "crashed", "inside"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSubmission(t, tested(c.text))
			b := s.make()
			if !b.linked["visible"].OK {
				t.Fatalf("not linked: %+v", b)
			}
			planned := 0
			for _, found := range b.analysis.Tests {
				if found.Kind != "benchmark" {
					planned++
				}
			}
			r := s.run(plan{unit: "visible"})
			if got := r.verdict(planned); got != c.want {
				t.Errorf("verdict %s, want %s: %+v", got, c.want, r)
			}
			if all := everything(r); !strings.Contains(all, c.output) {
				t.Errorf("%q is not in %q", c.output, all)
			}
		})
	}
}

func TestPanicNamesThePlace(t *testing.T) {
	r := runFixture(t, learner("func F() int {\n\tvar m map[string]int\n\tm[\"a\"] = 1\n\treturn 42\n}\n"), plan{})
	p, ok := r.last(5)
	if !ok || p.panicked != "runtime error" {
		t.Fatalf("%+v", r)
	}
	for _, f := range p.frames {
		if f.function == "course/basics/clamp.F" && f.file == "course/basics/clamp/a.go" && f.line == 5 {
			return
		}
	}
	t.Errorf("the place is not in %+v", p.frames)
}

func TestCountRepeats(t *testing.T) {
	r := runFixture(t, learner("var n int\n\nfunc F() int { n++; return 42 }\n"), plan{names: []string{"TestF", "TestF", "TestF"}})
	if got := r.verdict(3); got != "passed" {
		t.Errorf("%s: %+v", got, r)
	}
}
