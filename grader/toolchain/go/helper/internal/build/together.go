package build

import (
	"context"
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"assay/helper/internal/compile"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// harmless are the packages that, in a process without a second goroutine, give no way to look at the program's own code:
// no names of functions by address (runtime and all that leads to it), no file of its own to read.
var harmless = []string{
	"bufio", "bytes", "cmp", "container/heap", "container/list", "container/ring", "context", "encoding/base64",
	"encoding/binary", "encoding/csv", "encoding/hex", "encoding/json", "errors", "fmt", "hash", "hash/crc32", "hash/fnv",
	"io", "io/fs", "iter", "maps", "math", "math/big", "math/bits", "math/cmplx", "math/rand", "math/rand/v2", "os", "path",
	"path/filepath", "regexp", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "text/tabwriter", "time",
	"unicode", "unicode/utf16", "unicode/utf8",
}

// forTests are further ones that hidden tests may import without changing anything for the visible ones.
var forTests = append([]string{"reflect", "testing", "testing/iotest"}, harmless...)

// together reports whether visible and hidden tests may be linked into one binary, which is then run once for each: half
// the compiling and linking. The visible tests' output is shown to the learner, so nothing in their process may tell of
// the hidden ones. That holds where the learner's code starts no goroutine (without data races, `unsafe` and reflect's
// pointers Go has no way to memory that was not given), imports only what is harmless, brings no tests of its own (which
// could name what hidden files declare), and where the hidden files run nothing while they are initialised and change
// nothing for the visible ones: a method of the learner's type, or a function `max` of theirs, which his code would call.
func (b *builder) together(a *analysis) bool {
	if b.tree.Deep || len(b.request.Allow) > 0 || a.event.Goroutines.Starts {
		return false
	}
	named := map[string]bool{}
	for _, t := range a.event.Tests {
		if named[t.Name] {
			return false
		}
		named[t.Name] = true
	}
	learners := b.tree.Effective(false, request.Learner)
	hidden := b.tree.Effective(false, request.Hidden)
	if !slices.Equal(hidden, b.tree.Effective(true, request.Hidden)) || slices.ContainsFunc(learners, (*source.File).IsTest) {
		return false
	}
	return importOnly(learners, harmless, b.request.ImportPath) && importOnly(hidden, forTests, b.request.ImportPath) && inert(hidden)
}

// importOnly reports whether the files import nothing but listed packages and those of the submission itself.
func importOnly(files []*source.File, list []string, own string) bool {
	for _, f := range files {
		for _, i := range f.Imports() {
			blank := i.Spec.Name != nil && i.Spec.Name.Name == "_"
			ours := i.Path == own || len(i.Path) > len(own) && i.Path[:len(own)+1] == own+"/"
			if blank || !ours && !slices.Contains(list, i.Path) {
				return false
			}
		}
	}
	return true
}

// inert reports whether the files call nothing while they are initialised, give no type of other files a method, and declare
// nothing under a name that Go declares for everybody.
func inert(files []*source.File) bool {
	own := map[string]bool{}
	for _, f := range files {
		if f.IsGo() && f.Syntax == nil {
			return false
		}
		for _, decl := range declarations(f) {
			if g, ok := decl.(*ast.GenDecl); ok {
				for _, spec := range g.Specs {
					if t, ok := spec.(*ast.TypeSpec); ok {
						own[t.Name.Name] = true
					}
				}
			}
		}
	}
	for _, f := range files {
		for _, decl := range declarations(f) {
			if !inertDecl(decl, own) {
				return false
			}
		}
	}
	return true
}

func declarations(f *source.File) []ast.Decl {
	if f.Syntax == nil {
		return nil
	}
	return f.Syntax.Decls
}

func predeclared(name *ast.Ident) bool { return types.Universe.Lookup(name.Name) != nil }

func inertDecl(decl ast.Decl, own map[string]bool) bool {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Name.Name != "init" && !predeclared(d.Name)
		}
		base := d.Recv.List[0].Type
		for {
			switch t := base.(type) {
			case *ast.StarExpr:
				base = t.X
			case *ast.IndexExpr:
				base = t.X
			case *ast.IndexListExpr:
				base = t.X
			case *ast.ParenExpr:
				base = t.X
			case *ast.Ident:
				return own[t.Name]
			default:
				return false
			}
		}
	case *ast.GenDecl:
		calls := false
		for _, spec := range d.Specs {
			if t, ok := spec.(*ast.TypeSpec); ok && predeclared(t.Name) {
				return false
			}
			values, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			if slices.ContainsFunc(values.Names, predeclared) {
				return false
			}
			for _, value := range values.Values {
				ast.Inspect(value, func(n ast.Node) bool {
					switch n := n.(type) {
					case *ast.FuncLit:
						return false // not called here, or CallExpr says so
					case *ast.CallExpr:
						calls = true
					case *ast.UnaryExpr:
						calls = calls || n.Op.String() == "<-"
					}
					return !calls
				})
			}
		}
		return !calls
	}
	return true
}

// both compiles and links visible and hidden tests as one. False where they do not compile so: then each has to be
// compiled by itself, to tell whose doing that is.
func (b *builder) both(ctx context.Context, race bool, a *analysis) (bool, error) {
	u := compile.Both(race)
	result, binary, err := b.compiler.Compile(ctx, u)
	b.nowMayReport()
	if err != nil || !result.OK {
		return false, err
	}
	if len(a.testProblems) > 0 {
		return false, fmt.Errorf("the compiler took what the type checker refused: %s", a.testProblems[0].Err.Msg)
	}
	for _, unit := range []string{"visible", "hidden"} {
		b.events.Send(&request.Compiled{Unit: unit, OK: true, Race: race, Diagnostics: result.Diagnostics})
	}
	linked, err := b.compiler.Link(ctx, binary)
	if err != nil {
		return false, err
	}
	for _, unit := range []string{"visible", "hidden"} {
		own := linked
		own.Unit = unit
		b.events.Send(&own)
	}
	return true, nil
}
