package endtoend

import (
	"slices"
	"testing"

	"assay/helper/internal/request"
)

func codes(list []request.Diagnostic) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.Code)
	}
	return slices.Compact(out)
}

// Each of these is refused before anything runs, with this code alone.
func TestRefusals(t *testing.T) {
	for _, c := range []struct{ name, code, text string }{
		{"unsafe", "unsafe", "import \"unsafe\"\n\nvar _ = unsafe.Sizeof(1)\n"},
		{"unsafe in a raw string", "unsafe", "import u `unsafe`\n\nvar _ = u.Sizeof(1)\n"},
		{"unsafe with escapes", "unsafe", "import u \"\\x75nsafe\"\n\nvar _ = u.Sizeof(1)\n"},
		{"blank unsafe", "unsafe", "import _ \"unsafe\"\n"},
		{"plugin", "plugin", "import \"plugin\"\n\nvar _ = plugin.Open\n"},
		{"cgo", "cgo", "import \"C\"\n"},
		{"internal", "internal", "import _ \"internal/race\"\n"},
		{"runtime internal", "internal", "import _ \"runtime/internal/sys\"\n"},
		{"harness", "internal", "import _ \"assay/harness\"\n"},
		{"x/sys", "x-sys", "import _ \"golang.org/x/sys/unix\"\n"},
		{"syscall", "syscall", "import \"syscall\"\n\nfunc G() { syscall.Kill(1, syscall.SIGTERM) }\n"},
		{"syscall by dot import", "syscall", "import . \"syscall\"\n\nfunc G() { Kill(1, SIGTERM) }\n"},
		{"syscall by type", "syscall", "import \"syscall\"\n\nvar _ syscall.Stat_t\n"},
		{"linkname", "directive", "//go:linkname G runtime.exit\nfunc G()\n"},
		{"norace", "directive", "//go:norace\nfunc G() {}\n"},
		{"debug", "directive", "//go:debug panicnil=1\n"},
		{"cgo directive", "directive", "//go:cgo_import_dynamic a b\n"},
		{"line", "line-directive", "//line /etc/passwd:1\nfunc G() {}\n"},
		{"line in a comment", "line-directive", "func G() { /*line b.go:7:1*/ }\n"},
		{"heap dump", "heapdump", "import \"runtime/debug\"\n\nvar dump = debug.WriteHeapDump\n"},
		{"NewAt", "reflect-pointer", "import r \"reflect\"\n\nvar _ = r.NewAt\n"},
		{"SliceAt", "reflect-pointer", "import . \"reflect\"\n\nvar _ = SliceAt\n"},
		{"UnsafeAddr", "reflect-pointer", "import \"reflect\"\n\nfunc G(x any) uintptr { return reflect.ValueOf(x).UnsafeAddr() }\n"},
		{"UnsafePointer as a method value", "reflect-pointer", "import \"reflect\"\n\nfunc G(x any) any { f := reflect.ValueOf(x).UnsafePointer; return f }\n"},
		{"method expression", "reflect-pointer", "import \"reflect\"\n\nvar _ = reflect.Value.SetPointer\n"},
		{"by embedding", "reflect-pointer", "import \"reflect\"\n\ntype V struct{ reflect.Value }\n\nfunc G(v V) uintptr { return v.UnsafeAddr() }\n"},
		{"by an interface", "reflect-pointer", "import \"reflect\"\n\nfunc G(x any) uintptr {\n\tvar i interface{ UnsafeAddr() uintptr } = reflect.ValueOf(x)\n\treturn i.UnsafeAddr()\n}\n"},
		{"by a constraint", "reflect-pointer", "func G[T interface{ Pointer() uintptr }](x T) uintptr { return x.Pointer() }\n"},
		{"by a generic interface", "reflect-pointer", "type I[P any] interface{ UnsafePointer() P }\n"},
		{"MainStart", "testing-main", "import \"testing\"\n\nvar _ = testing.MainStart\n"},
		{"RunTests", "testing-main", "import \"testing\"\n\nfunc G() { testing.RunTests(nil, nil) }\n"},
		{"M", "testing-main", "import \"testing\"\n\nfunc G() { new(testing.M).Run() }\n"},
		{"tags", "build-tags", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := learner(c.text + "\nfunc F() int { return 42 }\n")
			if c.name == "tags" {
				text += "-- learner b.go --\n//go:build race\n\npackage clamp\n"
			}
			b := newSubmission(t, text).make()
			if got := codes(b.refused); !slices.Equal(got, []string{c.code}) {
				t.Errorf("refused with %v, want %s: %+v", got, c.code, b)
			}
			if len(b.linked) > 0 || !b.done || b.failed != "" {
				t.Errorf("%+v", b)
			}
		})
	}
}

func TestTestMainAndForeignFilesAreRefused(t *testing.T) {
	b := newSubmission(t, learner("func F() int { return 42 }\n")+
		"-- learner b_test.go --\npackage clamp\n\nimport \"testing\"\n\nfunc TestMain(m *testing.M) {}\n-- learner a.s --\nTEXT main(SB),0,$0\n").make()
	if got := codes(b.refused); !slices.Contains(got, "testmain") || !slices.Contains(got, "assembly") {
		t.Errorf("refused with %v", got)
	}
}

// Innocent code that comes near.
func TestNotRefused(t *testing.T) {
	for name, text := range map[string]string{
		"ordinary reflection":  "import \"reflect\"\n\nfunc G(x any) int {\n\tv := reflect.ValueOf(x)\n\tm := v.MethodByName(\"Len\")\n\treturn v.NumField() + m.Type().NumIn()\n}\n",
		"syscall constants":    "import \"syscall\"\n\nvar sig syscall.Signal = syscall.SIGTERM\n\nfunc G(err error) string { e, _ := err.(syscall.Errno); return e.Error() + sig.String() }\n",
		"own Pointer method":   "type P struct{}\n\nfunc (P) Pointer() uintptr { return 0 }\n\ntype I interface{ Pointer() string }\n",
		"words in comments":    "// unsafe, go:linkname, import \"C\", //line of thought\n//line of sight\nconst S = \"unsafe.Pointer //go:norace\"\n",
		"own names":            "type tests struct{}\n\nfunc (tests) MainStart() {}\n\nfunc WriteHeapDump() {}\n",
		"noinline, generate":   "//go:generate echo\n\n//go:noinline\nfunc G() {}\n",
		"shadowed predeclared": "const true = false\n\ntype string int\n\nvar harness, assayharness, len = 1, 2, 3\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSubmission(t, learner(text+"\nfunc F() int { return 42 }\n"))
			b := s.make()
			if len(b.refused) > 0 || !b.linked["visible"].OK {
				t.Fatalf("%+v", b)
			}
			if got := s.run(plan{unit: "visible"}).verdict(2); got != "passed" {
				t.Error(got)
			}
		})
	}
}

func TestAllowLifts(t *testing.T) {
	s := newSubmission(t, learner("import \"unsafe\"\n\nfunc F() int { return 34 + int(unsafe.Sizeof(int64(0))) }\n"))
	s.req.Allow = []string{"unsafe"}
	if b := s.make(); !b.linked["visible"].OK {
		t.Errorf("%+v", b)
	}
}

func TestProgramsAreNotRefused(t *testing.T) {
	s := newSubmission(t, "-- learner main.go --\npackage main\n\nimport \"unsafe\"\n\nfunc main() { println(unsafe.Sizeof(1)) }\n")
	s.req.SharesProcess, s.req.Tests, s.req.Program = false, nil, &request.Program{}
	b := s.make()
	if !b.linked["program"].OK {
		t.Errorf("%+v", b)
	}
}
