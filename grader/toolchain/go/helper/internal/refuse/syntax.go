// Package refuse holds the standing refusals: what a learner's file must not contain where it shares a process with
// tests, since it opens memory, the build or the test run to it. A refusal is not a lesson's policy: it is the same in
// every exercise, and decides before anything runs. An exercise lifts one with `allow`.
package refuse

import (
	"go/ast"
	"path"
	"slices"
	"strings"

	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// Rule is one standing refusal. Code is what `allow` names.
type Rule struct {
	Code  string
	About string
	// Always holds also where the code shares no process with tests.
	Always bool
}

// Rules of this package.
var (
	Unsafe     = Rule{Code: "unsafe", About: "package unsafe reads and writes memory at will"}
	Syscall    = Rule{Code: "syscall", About: "of package syscall, only constants, Signal and Errno may be used"}
	XSys       = Rule{Code: "x-sys", About: "golang.org/x/sys calls the kernel directly"}
	Plugin     = Rule{Code: "plugin", About: "package plugin loads code that was not checked"}
	Internal   = Rule{Code: "internal", About: "internal packages are not for programs"}
	Cgo        = Rule{Code: "cgo", About: "cgo runs C code, which was not checked"}
	Assembly   = Rule{Code: "assembly", About: "only Go files are compiled"}
	Directive  = Rule{Code: "directive", About: "this compiler directive goes round the language"}
	HeapDump   = Rule{Code: "heapdump", About: "WriteHeapDump writes all memory to a file"}
	Reflect    = Rule{Code: "reflect-pointer", About: "this part of reflect reads and writes memory at will"}
	TestingRun = Rule{Code: "testing-main", About: "the tests are run by the grader, and by nothing else"}
	TestMain   = Rule{Code: "testmain", About: "TestMain would run the tests in place of the grader"}
	Line       = Rule{Code: "line-directive", About: "a line directive gives code the name of another file", Always: true}
	BuildTags  = Rule{Code: "build-tags", About: "the file would be in some builds only", Always: true}
)

// Rules lists all of them, for documentation and for checking what `allow` names.
var Rules = []Rule{Unsafe, Syscall, XSys, Plugin, Internal, Cgo, Assembly, Directive, HeapDump, Reflect, TestingRun,
	TestMain, Line, BuildTags}

// refuser collects.
type refuser struct {
	tree  *source.Tree
	found []request.Diagnostic
}

// applies reports whether the rule holds in this exercise. What unsafe can do, reflect's pointers may as well.
func (r *refuser) applies(rule Rule) bool {
	if rule.Always {
		return true
	}
	q := r.tree.Request
	if rule.Code == Reflect.Code && q.Allows(Unsafe.Code) {
		return false
	}
	return q.SharesProcess && !q.Allows(rule.Code)
}

// Syntax finds what the syntax trees show. It is done before anything else.
func Syntax(t *source.Tree) []request.Diagnostic {
	r := &refuser{tree: t}
	for _, f := range t.Files {
		if !f.IsLearner() {
			continue
		}
		if !f.IsGo() {
			r.other(f)
			continue
		}
		if f.Plain != f.Race {
			r.say(f, nil, BuildTags, "its build constraints differ between the plain and the race build")
		}
		if (f.Plain || f.Race) && f.Syntax != nil {
			r.imports(f)
			r.comments(f)
			r.testMain(f)
		}
	}
	return r.found
}

func (r *refuser) say(f *source.File, n ast.Node, rule Rule, what string) {
	if !r.applies(rule) {
		return
	}
	message := "refused: " + rule.About
	if what != "" {
		message = "refused: " + what + ": " + rule.About
	}
	d := r.tree.Say(f, 0, rule.Code, message)
	if n != nil {
		d = r.tree.Say(f, n.Pos(), rule.Code, message)
	}
	r.found = append(r.found, d)
}

// foreign are the endings of files that the go command would give to other compilers or to the linker.
var foreign = []string{".s", ".S", ".sx", ".c", ".cc", ".cpp", ".cxx", ".m", ".h", ".hh", ".hpp", ".hxx", ".f", ".F",
	".for", ".f90", ".swig", ".swigcxx", ".syso", ".a", ".o"}

func (r *refuser) other(f *source.File) {
	if slices.Contains(foreign, path.Ext(f.Name)) {
		r.say(f, nil, Assembly, f.Name)
	}
}

func (r *refuser) imports(f *source.File) {
	for _, i := range f.Imports() {
		if rule, refused := importRule(i.Path, r.tree.Request.ImportPath); refused {
			r.say(f, i.Spec.Path, rule, "import of "+i.Path)
		}
	}
}

// importRule tells which rule an import breaks.
func importRule(path, own string) (Rule, bool) {
	switch {
	case path == "unsafe":
		return Unsafe, true
	case path == "plugin":
		return Plugin, true
	case path == "C" || path == "runtime/cgo":
		return Cgo, true
	case path == "runtime/race" || path == "assay" || strings.HasPrefix(path, "assay/"):
		return Internal, true
	case path == "golang.org/x/sys" || strings.HasPrefix(path, "golang.org/x/sys/"):
		return XSys, true
	case strings.HasPrefix(path, own+"/"):
		return Rule{}, false
	case slices.Contains(strings.Split(path, "/"), "internal"):
		return Internal, true
	}
	return Rule{}, false
}

// directives of the compiler that are refused, by the beginning of the comment. Those not named here (build, embed,
// generate, noinline, fix …) are ordinary.
var directives = []string{"//go:linkname", "//go:cgo_", "//go:debug", "//go:norace", "//go:nocheckptr", "//go:noescape",
	"//go:nosplit", "//go:uintptr", "//go:wasm", "//go:notinheap", "//go:systemstack", "//go:nowritebarrier",
	"//go:yeswritebarrier", "//export "}

func (r *refuser) comments(f *source.File) {
	for _, group := range f.Syntax.Comments {
		for _, c := range group.List {
			for _, d := range directives {
				if strings.HasPrefix(c.Text, d) {
					r.say(f, c, Directive, strings.TrimSpace(d))
				}
			}
			if isLineDirective(c.Text) {
				r.say(f, c, Line, "")
			}
		}
	}
}

// isLineDirective follows the compiler: a comment that begins so and has a colon is one, or a malformed one.
func isLineDirective(text string) bool {
	rest, ok := strings.CutPrefix(text, "//line ")
	if !ok {
		rest, ok = strings.CutPrefix(text, "/*line ")
	}
	return ok && strings.Contains(rest, ":")
}

func (r *refuser) testMain(f *source.File) {
	for _, d := range f.Syntax.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "TestMain" {
			r.say(f, fn.Name, TestMain, "")
		}
	}
}
