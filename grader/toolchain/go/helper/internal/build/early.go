package build

import (
	"go/ast"
	"go/token"
	"path"
	"slices"

	"assay/helper/internal/source"
)

// harmlessCalls are functions that package variables may be made with where variants share a binary: what they do cannot be
// seen from outside, and does not fail for one variant and not for another.
var harmlessCalls = map[string][]string{
	"errors": {"New"}, "fmt": {"Errorf", "Sprintf"}, "strings": {"Repeat", "NewReplacer", "Split", "Fields"},
	"time": {"Date", "Unix"}, "math/big": {"NewInt"}, "slices": {"Clone", "Sorted"}, "regexp": {"MustCompile"},
}

var builtins = []string{"make", "new", "len", "cap", "append", "min", "max", "int", "int64", "float64", "string", "byte", "rune"}

// startsEarly reports whether something of the file runs before any test: an init function, or a package variable that is
// made by a call which is not known to be harmless. Function literals that are only kept do not count.
func startsEarly(f *source.File) bool {
	if f.Syntax == nil {
		return false
	}
	for _, d := range f.Syntax.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && (d.Name.Name == "init" || slices.Contains(builtins, d.Name.Name)) {
				return true
			}
		case *ast.GenDecl:
			if d.Tok == token.VAR && (calls(f, d) || renames(d)) {
				return true
			}
		}
	}
	return false
}

func calls(f *source.File, d *ast.GenDecl) bool {
	found := false
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || !isHarmless(f, n.Fun)
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		case *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr, *ast.TypeAssertExpr:
			// They can fail. In types they are harmless, but then the binary is only not shared.
			found = true
		case *ast.BinaryExpr:
			found = found || n.Op == token.QUO || n.Op == token.REM
		}
		return !found
	})
	return found
}

func isHarmless(f *source.File, fun ast.Expr) bool {
	switch fun := fun.(type) {
	case *ast.Ident:
		return slices.Contains(builtins, fun.Name)
	case *ast.ArrayType:
		return true // a conversion
	case *ast.SelectorExpr:
		name, ok := fun.X.(*ast.Ident)
		if !ok {
			return false
		}
		for _, i := range f.Imports() {
			local := path.Base(i.Path)
			if i.Spec.Name != nil {
				local = i.Spec.Name.Name
			}
			if local == name.Name {
				return slices.Contains(harmlessCalls[i.Path], fun.Sel.Name)
			}
		}
	}
	return false
}

// renames reports whether a variable takes the name of a builtin function.
func renames(d *ast.GenDecl) bool {
	return slices.ContainsFunc(d.Specs, func(s ast.Spec) bool {
		v, ok := s.(*ast.ValueSpec)
		return ok && slices.ContainsFunc(v.Names, func(n *ast.Ident) bool { return slices.Contains(builtins, n.Name) })
	})
}
