// Package check type-checks a submission against the export data of the prepared standard library. Refusals, vet,
// policy and the search for goroutines all ask its results: a name in the text proves nothing, an object does.
package check

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"runtime"
	"slices"

	"assay/helper/internal/compile"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// Package is a type-checked package of the submission: a folder's files with the learner's own tests inside it, or an
// external test package.
type Package struct {
	Path   string
	Files  []*source.File
	Types  *types.Package
	Info   *types.Info
	Errors []Problem
}

// Problem is an error of the type checker.
type Problem struct {
	File *source.File
	Err  types.Error
}

// Syntax gives the files' trees.
func (p *Package) Syntax() []*ast.File {
	list := make([]*ast.File, 0, len(p.Files))
	for _, f := range p.Files {
		if f.Syntax != nil {
			list = append(list, f.Syntax)
		}
	}
	return list
}

// Learners gives the files that the learner answers for.
func (p *Package) Learners() []*source.File {
	return slices.DeleteFunc(slices.Clone(p.Files), func(f *source.File) bool {
		return !f.IsLearner() || f.Syntax == nil
	})
}

// Tree type-checks all learner and read-only files, each package after those that it imports. Where the learner has tests,
// the visible files beside them are read too: a learner's test may use their helpers. They are of no package that is given.
func Tree(t *source.Tree, library *compile.Library) []*Package {
	r := t.Request
	packages := source.Packages(r.ImportPath, t.Effective(false, request.Learner, request.Readonly))
	ordered, cycle := source.Order(packages)
	if cycle != nil {
		return nil // the compiler says it
	}
	c := newChecker(t, library)
	var list []*Package
	for _, p := range ordered {
		if len(p.All()) > 0 {
			checked := c.check(p.Path, p.All(), beside(t, p, false))
			c.own[p.Path] = checked.Types
			list = append(list, checked)
		}
	}
	for _, p := range ordered {
		if len(p.External) > 0 {
			list = append(list, c.check(p.Path+"_test", p.External, beside(t, p, true)))
		}
	}
	return list
}

// beside gives the visible files of a package that has tests of the learner's.
func beside(t *source.Tree, p *source.Package, external bool) []*source.File {
	learners := func(f *source.File) bool { return f.IsTest() && f.IsLearner() }
	if !slices.ContainsFunc(p.All(), learners) && !slices.ContainsFunc(p.External, learners) {
		return nil
	}
	own := slices.Concat(p.All(), p.External)
	return slices.DeleteFunc(t.Effective(false, request.Visible), func(f *source.File) bool {
		namesake := slices.ContainsFunc(own, func(o *source.File) bool { return o.Name == f.Name })
		return namesake || !f.IsGo() || f.Dir != p.Dir || f.External() != external
	})
}

// Importer gives the packages that a submission may import.
func Importer(t *source.Tree, library *compile.Library) types.Importer { return newChecker(t, library) }

func newChecker(t *source.Tree, library *compile.Library) *checker {
	c := &checker{tree: t, own: map[string]*types.Package{}, sizes: types.SizesFor("gc", runtime.GOARCH)}
	c.library = importer.ForCompiler(t.Fset, "gc", func(path string) (io.ReadCloser, error) {
		archive, ok := library.All[path]
		if !ok {
			return nil, fmt.Errorf("package %s is not there", path)
		}
		return os.Open(archive)
	})
	c.public = library.Public
	return c
}

type checker struct {
	tree    *source.Tree
	own     map[string]*types.Package
	library types.Importer
	public  compile.Archives
	sizes   types.Sizes
}

// Import gives learner code what it may import, and nothing else.
func (c *checker) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := c.own[path]; p != nil {
		return p, nil
	}
	if _, ok := c.public[path]; !ok {
		return nil, fmt.Errorf("package %s is not there", path)
	}
	return c.library.Import(path)
}

func (c *checker) check(path string, files, beside []*source.File) *Package {
	p := &Package{Path: path, Files: files, Info: &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Instances:    map[*ast.Ident]types.Instance{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
	}}
	config := types.Config{
		Importer: c, Sizes: c.sizes, GoVersion: c.tree.Request.Lang,
		Error: func(err error) {
			if e, ok := err.(types.Error); ok {
				p.Errors = append(p.Errors, Problem{c.tree.FileAt(e.Pos), e})
			}
		},
	}
	all := Package{Files: slices.Concat(files, beside)}
	p.Types, _ = config.Check(path, c.tree.Fset, all.Syntax(), p.Info)
	return p
}

// Used calls f for each mention of an object in a learner's or read-only file, in the order of the text.
func (p *Package) Used(f func(file *source.File, id *ast.Ident, obj types.Object)) {
	for _, file := range p.Files {
		if file.Syntax == nil {
			continue
		}
		ast.Inspect(file.Syntax, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if obj := p.Info.Uses[id]; obj != nil {
					f(file, id, obj)
				}
			}
			return true
		})
	}
}

// Interfaces calls f for each interface type that is written in the files. A method of another package's type can be
// called through an interface without its name being used as an object.
func (p *Package) Interfaces(f func(file *source.File, pos token.Pos, typ *types.Interface)) {
	for _, file := range p.Files {
		if file.Syntax == nil {
			continue
		}
		ast.Inspect(file.Syntax, func(n ast.Node) bool {
			if expr, ok := n.(*ast.InterfaceType); ok {
				if typ, ok := p.Info.TypeOf(expr).(*types.Interface); ok {
					f(file, expr.Pos(), typ)
				}
			}
			return true
		})
	}
}

// Receiver names the type that a function is a method of: "WaitGroup", or "" for a plain function.
func Receiver(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return ""
	}
	typ := recv.Type()
	if p, ok := typ.(*types.Pointer); ok {
		typ = p.Elem()
	}
	if named, ok := types.Unalias(typ).(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

// Qualified names an object of another package as tables do: "time.AfterFunc", "sync.WaitGroup.Go", "net/http.Server".
func Qualified(obj types.Object) string {
	if obj.Pkg() == nil {
		return obj.Name()
	}
	if fn, ok := obj.(*types.Func); ok {
		if recv := Receiver(fn); recv != "" {
			return obj.Pkg().Path() + "." + recv + "." + obj.Name()
		}
	}
	return obj.Pkg().Path() + "." + obj.Name()
}
