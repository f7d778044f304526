package check

import (
	"go/ast"
	"go/parser"
	"slices"

	"assay/helper/internal/compile"
	"assay/helper/internal/source"
)

// Types is what the author's files mean, without any test: the ground on which mutants of them are tried.
type Types struct {
	checker  *checker
	packages []*Package
	whole    bool
}

// Whole reports whether all of it type-checks.
func (ty *Types) Whole() bool { return ty.whole }

// NewTypes type-checks the files that are no tests. What does not type-check is left out.
func NewTypes(t *source.Tree, library *compile.Library, files []*source.File) *Types {
	ty := &Types{checker: newChecker(t, library)}
	plain := slices.DeleteFunc(slices.Clone(files), (*source.File).IsTest)
	ordered, cycle := source.Order(source.Packages(t.Request.ImportPath, plain))
	if cycle != nil {
		return ty
	}
	ty.whole = true
	for _, p := range ordered {
		checked := ty.checker.check(p.Path, p.Files, nil)
		ty.checker.own[p.Path] = checked.Types
		if len(checked.Errors) > 0 {
			ty.whole = false
			continue
		}
		ty.packages = append(ty.packages, checked)
	}
	return ty
}

// Of gives the package of a file, or nil.
func (ty *Types) Of(f *source.File) *Package {
	for _, p := range ty.packages {
		if slices.Contains(p.Files, f) {
			return p
		}
	}
	return nil
}

// Accept reports whether the file's package still type-checks with this text.
func (ty *Types) Accept(f *source.File, text []byte) bool {
	p := ty.Of(f)
	if p == nil {
		return false
	}
	syntax, err := parser.ParseFile(ty.checker.tree.Fset, f.Name, text, parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	return ty.checker.accept(p.Path, p.Files, f, syntax)
}

func (c *checker) accept(path string, files []*source.File, changed *source.File, syntax *ast.File) bool {
	list := make([]*source.File, len(files))
	for i, f := range files {
		list[i] = f
		if f == changed {
			other := *f
			other.Syntax = syntax
			list[i] = &other
		}
	}
	return len(c.check(path, list, nil).Errors) == 0
}
