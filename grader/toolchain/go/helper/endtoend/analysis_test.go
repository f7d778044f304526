package endtoend

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/helper/internal/policy"
	"assay/helper/internal/request"
)

// analyse gives the analysis of one learner's file.
func analyse(t *testing.T, body string, p request.Policy) *request.Analysis {
	t.Helper()
	s := newSubmission(t, "-- learner a.go --\n"+body)
	p.ID = "p"
	s.req.Policies, s.req.Tests = []request.Policy{p}, nil
	b := s.make()
	if b.analysis == nil || b.failed != "" {
		t.Fatalf("%+v", b)
	}
	return b.analysis
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		message    string
	}{
		{"clean", "package clamp\n\nvar X = 1\n", 0, ""},
		{"spaces", "package clamp\n\nvar X  =  1\n", 3, `gofmt would write this line as "var X = 1"`},
		{"CR LF", "package clamp\r\n\r\nvar X = 1\r\n", 1, "CR LF"},
		{"byte order mark", "\xef\xbb\xbfpackage clamp\n", 1, "byte order mark"},
		{"no newline", "package clamp\n\nvar X = 1", 3, "does not end with a newline"},
		{"empty lines at the end", "package clamp\n\n\n", 3, "leave this line out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := analyse(t, c.text, request.Policy{}).Format
			if c.line == 0 {
				if len(got) != 0 {
					t.Errorf("%+v", got)
				}
				return
			}
			if len(got) != 1 || got[0].Line != c.line || !strings.Contains(got[0].Message, c.message) {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestVet(t *testing.T) {
	for code, text := range map[string]string{
		"printf":      "import \"fmt\"\n\nfunc G() { fmt.Printf(\"%d\\n\", \"x\") }\n",
		"copylocks":   "import \"sync\"\n\nfunc G(m sync.Mutex) {}\n",
		"unreachable": "func G() int {\n\tpanic(1)\n\treturn 2\n}\n",
		"structtag":   "type S struct {\n\tA int `json:a`\n}\n",
		"assign":      "func G(x int) { x = x }\n",
		"waitgroup":   "import \"sync\"\n\nfunc G() {\n\tvar wg sync.WaitGroup\n\tgo func() { wg.Add(1); wg.Done() }()\n\twg.Wait()\n}\n",
		"lostcancel":  "import \"context\"\n\nfunc G(c context.Context) context.Context {\n\tc, _ = context.WithCancel(c)\n\treturn c\n}\n",
	} {
		t.Run(code, func(t *testing.T) {
			got := analyse(t, "package clamp\n\n"+text, request.Policy{}).Vet
			if !slices.Equal(codes(got), []string{code}) || got[0].File != "a.go" || got[0].Line < 3 {
				t.Errorf("%+v", got)
			}
		})
	}
	t.Run("a wrapper of printf in another package", func(t *testing.T) {
		s := newSubmission(t, "-- learner a.go --\npackage clamp\n\nimport \"course/basics/clamp/say\"\n\nfunc G() { say.Sayf(\"%d\", \"x\") }\n"+
			"-- learner say/s.go --\npackage say\n\nimport \"fmt\"\n\nfunc Sayf(format string, args ...any) { fmt.Printf(format, args...) }\n")
		if b := s.make(); !slices.Equal(codes(b.analysis.Vet), []string{"printf"}) {
			t.Errorf("%+v", b.analysis)
		}
	})
	t.Run("not in read-only files", func(t *testing.T) {
		s := newSubmission(t, rightF+"-- readonly b.go --\npackage clamp\n\nfunc G(x int) { x = x }\n")
		if b := s.make(); len(b.analysis.Vet) != 0 {
			t.Errorf("%+v", b.analysis)
		}
	})
}

// constructFixtures has for each construct a file with exactly one of it, at the line that holds "HERE".
var constructFixtures = map[string]string{
	"append":         "func G(x []int) []int { return append(x, 1) } // HERE",
	"array":          "var x [4]int // HERE",
	"bitwise":        "func G(a, b int) int { return a &^ b } // HERE",
	"break":          "func G() {\n\tfor {\n\t\tbreak // HERE\n\t}\n}",
	"cap":            "func G(x []int) int { return cap(x) } // HERE",
	"chan":           "var x chan int // HERE",
	"clear":          "func G(x []int) { clear(x) } // HERE",
	"close":          "func G(c chan int) { close(c) } // HERE",
	"closure":        "func G() func() int {\n\tn := 0\n\treturn func() int { n++; return n } // HERE\n}",
	"const":          "const c = 1 // HERE",
	"continue":       "func G() {\n\tfor {\n\t\tcontinue // HERE\n\t}\n}",
	"copy":           "func G(x []int) { copy(x, x) } // HERE",
	"defer":          "func G() { defer G() } // HERE",
	"delete":         "func G(m map[int]int) { delete(m, 1) } // HERE",
	"else":           "func G(b bool) {\n\tif b {\n\t} else { // HERE\n\t}\n}",
	"embedding":      "type A struct{}\n\ntype B struct{ A } // HERE",
	"fallthrough":    "func G(n int) {\n\tswitch n {\n\tcase 1:\n\t\tfallthrough // HERE\n\tdefault:\n\t}\n}",
	"float":          "func G(x float64) {} // HERE",
	"for":            "func G() {\n\tfor range 2 {\n\t}\n\tfor { // HERE\n\t}\n}",
	"func-literal":   "var f = func() {} // HERE",
	"generics":       "func G[T any](x T) {} // HERE",
	"global-var":     "var x = 1 // HERE",
	"go":             "func G() { go G() } // HERE",
	"goto":           "func G() {\nl:\n\tgoto l // HERE\n}",
	"if":             "func G(b bool) {\n\tif b { // HERE\n\t}\n}",
	"init":           "func init() {} // HERE",
	"interface":      "type I interface{ M() } // HERE",
	"iota":           "const (\n\ta = iota // HERE\n)",
	"label":          "func G() {\nl: // HERE\n\tgoto l\n}",
	"len":            "func G(x []int) int { return len(x) } // HERE",
	"loop":           "func G() {\n\tfor range 2 { // HERE\n\t}\n}",
	"make":           "func G() []int { return make([]int, 1) } // HERE",
	"map":            "var m map[int]int // HERE",
	"max":            "func G(a, b int) int { return max(a, b) } // HERE",
	"method":         "type A struct{}\n\nfunc (A) M() {} // HERE",
	"min":            "func G(a, b int) int { return min(a, b) } // HERE",
	"mutex":          "var m sync.RWMutex // HERE",
	"named-result":   "func G() (n int) { return } // HERE",
	"new":            "func G() *int { return new(int) } // HERE",
	"panic":          "func G() { panic(1) } // HERE",
	"pointer":        "var p *int // HERE",
	"print":          "func G() { println() } // HERE",
	"range":          "func G() {\n\tfor {\n\t\tfor range 2 { // HERE\n\t\t}\n\t}\n}",
	"receive":        "func G(c chan int) { <-c } // HERE",
	"recover":        "func G() { recover() } // HERE",
	"recursion":      "func G() { H() } // HERE\n\nfunc H() { K(G) }\n\nfunc K(f func()) {}",
	"select":         "func G() {\n\tselect {} // HERE\n}",
	"send":           "func G(c chan int) { c <- 1 } // HERE",
	"slice":          "var s []int // HERE",
	"string-concat":  "func G(s string) string { return s + \"x\" } // HERE",
	"struct":         "type S struct{} // HERE",
	"switch":         "func G(n int) {\n\tswitch n { // HERE\n\t}\n}",
	"type-assertion": "func G(x any) int { return x.(int) } // HERE",
	"type-switch":    "func G(x any) {\n\tswitch x.(type) { // HERE\n\t}\n}",
	"variadic":       "func G(x ...int) {} // HERE",
}

func TestConstructs(t *testing.T) {
	for _, c := range policy.Constructs {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			body, ok := constructFixtures[c.Name]
			if !ok {
				t.Fatal("no fixture")
			}
			text := "package clamp\n\n"
			if c.Name == "mutex" {
				text += "import \"sync\"\n\n"
			}
			text += body + "\n"
			line := 1 + strings.Count(text[:strings.Index(text, "HERE")], "\n")
			got := analyse(t, text, request.Policy{Forbid: []string{c.Name}}).Policies["p"]
			if len(got) == 0 || got[0].Code != "forbidden-construct" || got[0].Line != line {
				t.Errorf("forbid: %+v", got)
			}
			if got := analyse(t, text, request.Policy{Require: []string{c.Name}}).Policies["p"]; len(got) != 0 {
				t.Errorf("require: %+v", got)
			}
			got = analyse(t, "package clamp\n\n// "+c.Name+" in a comment\n", request.Policy{Require: []string{c.Name}}).Policies["p"]
			if len(got) != 1 || got[0].Code != "missing-construct" || got[0].File != "a.go" || got[0].Line != 1 {
				t.Errorf("missing: %+v", got)
			}
		})
	}
}

func TestPolicies(t *testing.T) {
	const clean = "package clamp\n\n// G does.\nfunc G() {}\n"
	for _, c := range []struct {
		name, text string
		policy     request.Policy
		want       string // codes with lines
	}{
		{"forbidden import", "package clamp\n\nimport m `math`\n\nvar _ = m.Pi\n", request.Policy{ForbidImports: []string{"math"}}, "forbidden-import:3"},
		{"forbidden by pattern", "package clamp\n\nimport _ \"net/http\"\n", request.Policy{ForbidImports: []string{"net/..."}}, "forbidden-import:3"},
		{"pattern is no prefix", "package clamp\n\nimport _ \"net/http\"\n", request.Policy{ForbidImports: []string{"net/h/...", "net"}}, ""},
		{"allowed imports", "package clamp\n\nimport (\n\t_ \"fmt\"\n\t_ \"os\"\n)\n", request.Policy{AllowImports: []string{"fmt"}}, "import-not-allowed:5"},
		{"missing import", clean, request.Policy{RequireImports: []string{"errors"}}, "missing-import:1"},
		{"shadowed builtin", "package clamp\n\nfunc panic(int) {}\n\nfunc G() { panic(1) }\n", request.Policy{Forbid: []string{"panic"}}, ""},
		{"unknown construct", clean, request.Policy{Forbid: []string{"gotoo"}}, "unknown-construct:0"},
		{"documented", clean, request.Policy{Documented: true}, ""},
		{"undocumented", "package clamp\n\nfunc G() {}\n\n// wrong\ntype T int\n\nfunc (T) M() {}\n\ntype t int\n\nfunc (t) M() {}\n\n// Names of things.\nconst (\n\tA = 1\n)\n\nvar V = 1\n", request.Policy{Documented: true}, "undocumented:3 undocumented:6 undocumented:8 undocumented:19"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range analyse(t, c.text, c.policy).Policies["p"] {
				got = append(got, fmt.Sprintf("%s:%d", d.Code, d.Line))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%v, want %s", got, c.want)
			}
		})
	}
}

func TestGoroutines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		starts     bool
	}{
		{"none", "func G() {}", false},
		{"go statement", "func G() { go G() }", true},
		{"AfterFunc as a value", "import \"time\"\n\nvar f = time.AfterFunc", true},
		{"WaitGroup.Go by embedding", "import \"sync\"\n\ntype W struct{ sync.WaitGroup }\n\nfunc G(w *W) { w.Go(func() {}) }", true},
		{"WaitGroup.Go by an interface", "import \"sync\"\n\nvar w interface{ Go(func()) } = new(sync.WaitGroup)", true},
		{"finalizer", "import \"runtime\"\n\nfunc G(x *int) { runtime.SetFinalizer(x, nil) }", true},
		{"server", "import \"net/http\"\n\nvar s http.Server", true},
		{"handler only", "import \"net/http\"\n\nfunc H(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTeapot) }", false},
		{"method by name", "import \"reflect\"\n\nfunc G(x any) { reflect.ValueOf(x).MethodByName(\"Go\").Call(nil) }", true},
		{"own context", "import \"context\"\n\ntype C struct{ context.Context }\n\nfunc (C) Done() <-chan struct{} { return nil }\n\nfunc G(c C) { _, f := context.WithCancel(c); f() }", true},
		{"own context with a value alone", "import \"context\"\n\ntype C struct{ context.Context }\n\nfunc (C) Value(any) any { return nil }\n\nfunc G(c C) { _, f := context.WithCancel(c); f() }", true},
		{"methods by reflection", "import \"reflect\"\n\nfunc G(x any) {\n\tfor _, m := range reflect.ValueOf(x).Methods() {\n\t\tm.Call(nil)\n\t}\n}", true},
		{"methods of a type by reflection", "import \"reflect\"\n\nfunc G(x any) {\n\tfor m := range reflect.TypeOf(x).Methods() {\n\t\tm.Func.Call(nil)\n\t}\n}", true},
		{"file transport", "import (\n\t\"io/fs\"\n\t\"net/http\"\n)\n\nfunc G(f fs.FS) { http.NewFileTransportFS(f).RoundTrip(nil) }", true},
		{"context", "import \"context\"\n\nfunc G(c context.Context) { _, f := context.WithCancel(c); f() }", false},
		{"channels and mutexes", "import \"sync\"\n\nvar m sync.Mutex\n\nfunc G(c chan int) { m.Lock(); c <- 1 }", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := analyse(t, "package clamp\n\n"+c.text+"\n", request.Policy{}).Goroutines; got.Starts != c.starts {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestEqualFilesGiveEqualAnswers(t *testing.T) {
	text := learner("import \"fmt\"\n\nfunc F() int { fmt.Printf(\"%d\", \"\"); return 42 }\n\nfunc G()  {}\n")
	var first string
	for range 3 {
		s := newSubmission(t, text)
		s.req.Policies = []request.Policy{{ID: "p", Forbid: []string{"len", "if"}, Require: []string{"if"}, Documented: true}}
		b := s.make()
		got := fmt.Sprintf("%+v %+v", *b.analysis, b.compiled)
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("%s\n%s", got, first)
		}
	}
}
