package vetting

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/atomicalign"
	"golang.org/x/tools/go/analysis/passes/copylock"
	"golang.org/x/tools/go/analysis/passes/deepequalerrors"
	"golang.org/x/tools/go/analysis/passes/httpmux"
	"golang.org/x/tools/go/analysis/passes/lostcancel"
	"golang.org/x/tools/go/analysis/passes/modernize"
	"golang.org/x/tools/go/analysis/passes/nilness"
	"golang.org/x/tools/go/analysis/passes/printf"
	"golang.org/x/tools/go/analysis/passes/reflectvaluecompare"
	"golang.org/x/tools/go/analysis/passes/shadow"
	"golang.org/x/tools/go/analysis/passes/slog"
	"golang.org/x/tools/go/analysis/passes/sortslice"
	"golang.org/x/tools/go/analysis/passes/unusedresult"
	"golang.org/x/tools/go/analysis/passes/unusedwrite"

	"assay/helper/internal/check"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// linters are the analyzers of others that a lint check can name.
var linters = map[string]*analysis.Analyzer{
	"atomicalign":         atomicalign.Analyzer,
	"copylocks":           copylock.Analyzer,
	"deepequalerrors":     deepequalerrors.Analyzer,
	"httpmux":             httpmux.Analyzer,
	"lostcancel":          lostcancel.Analyzer,
	"nilness":             nilness.Analyzer,
	"printf":              printf.Analyzer,
	"reflectvaluecompare": reflectvaluecompare.Analyzer,
	"shadow":              shadow.Analyzer,
	"slog":                slog.Analyzer,
	"sortslice":           sortslice.Analyzer,
	"unusedresult":        unusedresult.Analyzer,
	"unusedwrite":         unusedwrite.Analyzer,
}

// fixers are the modernizers that `go fix` of Go 1.26 applies; the library has younger ones, for younger Go.
var fixers = []string{
	"any", "fmtappendf", "forvar", "mapsloop", "minmax", "newexpr", "omitzero", "plusbuild", "rangeint", "reflecttypefor",
	"slicescontains", "slicessort", "stditerators", "stringsbuilder", "stringscut", "stringscutprefix", "stringsseq",
	"testingcontext", "waitgroup", "waitgroupgo",
}

// Lint gives the findings of the named analyzers and of our own: parameters that are never used, errors that nobody
// looks at, functions with too many ways through.
func Lint(t *source.Tree, packages []*check.Package, from types.Importer, l request.Lint) []request.Diagnostic {
	d, sound := newDriver(t, packages)
	if !sound {
		return d.found
	}
	var list []*analysis.Analyzer
	for _, name := range l.Analyzers {
		if a := linters[name]; a != nil {
			list = append(list, a)
		}
	}
	d.all(packages, list)
	d.found = append(d.found, unknownFunctions(from, l.Errors)...)
	for _, p := range packages {
		own := &ownLint{d, p}
		if slices.Contains(l.Analyzers, "unusedparams") {
			own.unusedParameters()
		}
		if len(l.Errors) > 0 {
			own.uncheckedErrors(l.Errors)
		}
		if l.Complexity > 0 {
			own.complexity(l.Complexity)
		}
	}
	return d.found
}

// Modern gives what the modernizers would rewrite, but for those that are excepted.
func Modern(t *source.Tree, packages []*check.Package, m request.Modern) []request.Diagnostic {
	d, sound := newDriver(t, packages)
	if !sound {
		return d.found
	}
	d.oneLanguage = true
	list := slices.DeleteFunc(slices.Clone(modernize.Suite), func(a *analysis.Analyzer) bool {
		return !slices.Contains(fixers, a.Name) || slices.Contains(m.Except, a.Name)
	})
	d.all(packages, list)
	return d.found
}

type ownLint struct {
	d *driver
	p *check.Package
}

func (o *ownLint) say(pos token.Pos, code, message string) {
	if f := o.d.tree.FileAt(pos); f != nil && f.IsLearner() {
		o.d.found = append(o.d.found, o.d.tree.Say(f, pos, code, message))
	}
}

func (o *ownLint) functions(visit func(name string, typ *ast.FuncType, receiver *ast.FieldList, body *ast.BlockStmt)) {
	for _, file := range o.p.Syntax() {
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Body != nil {
				visit(f.Name.Name, f.Type, f.Recv, f.Body)
			}
		}
	}
}

// unusedParameters tells of parameters of functions, and of methods that no interface asks for, that are never read.
func (o *ownLint) unusedParameters() {
	used := map[types.Object]bool{}
	for _, object := range o.p.Info.Uses {
		used[object] = true
	}
	values := o.functionValues()
	for _, file := range o.p.Syntax() {
		for _, declaration := range file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			// A method may have its form from an interface, and a function that is a value from who calls it.
			if !ok || f.Body == nil || f.Recv != nil || len(f.Body.List) == 0 || values[o.p.Info.Defs[f.Name]] {
				continue
			}
			for _, field := range f.Type.Params.List {
				for _, name := range field.Names {
					if object := o.p.Info.Defs[name]; name.Name != "_" && object != nil && !used[object] {
						o.say(name.Pos(), "unusedparams", "the parameter "+name.Name+" of "+f.Name.Name+" is never used")
					}
				}
			}
		}
	}
}

// functionValues are the functions that are used otherwise than by a call.
func (o *ownLint) functionValues() map[types.Object]bool {
	called, values := map[*ast.Ident]bool{}, map[types.Object]bool{}
	for _, file := range o.p.Syntax() {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if name, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
					called[name] = true
				}
			}
			return true
		})
	}
	for name, object := range o.p.Info.Uses {
		if _, ok := object.(*types.Func); ok && !called[name] {
			values[object] = true
		}
	}
	return values
}

// uncheckedErrors tells of calls of the named functions whose error nobody takes. Names are as types.Func.FullName gives
// them, "os.Remove" or "(*os.File).Close"; "*" names every function.
func (o *ownLint) uncheckedErrors(names []string) {
	check := func(call *ast.CallExpr, how string) {
		f := calledFunction(o.p.Info, call)
		if f == nil || !(slices.Contains(names, f.FullName()) || slices.Contains(names, "*")) || !lastIsError(f) {
			return
		}
		o.say(call.Pos(), "unchecked", "the error of "+f.FullName()+" is "+how)
	}
	for _, file := range o.p.Syntax() {
		ast.Inspect(file, func(n ast.Node) bool {
			switch s := n.(type) {
			case *ast.ExprStmt:
				if call, ok := ast.Unparen(s.X).(*ast.CallExpr); ok {
					check(call, "not looked at")
				}
			case *ast.DeferStmt:
				check(s.Call, "lost by defer")
			case *ast.GoStmt:
				check(s.Call, "lost by go")
			case *ast.AssignStmt:
				if call, ok := ast.Unparen(s.Rhs[0]).(*ast.CallExpr); ok && len(s.Rhs) == 1 {
					if last, ok := s.Lhs[len(s.Lhs)-1].(*ast.Ident); ok && last.Name == "_" {
						check(call, "thrown away")
					}
				}
			}
			return true
		})
	}
}

// unknownFunctions tells of names that their package does not have: a slip in exercise.toml, which would pass everything.
// Of packages that are not to be had nothing is known.
func unknownFunctions(from types.Importer, names []string) []request.Diagnostic {
	var found []request.Diagnostic
	for _, name := range names {
		path, typ, method := strings.TrimPrefix(strings.TrimPrefix(name, "("), "*"), "", ""
		if receiver, after, ok := strings.Cut(path, ")."); ok {
			path, method = receiver, after
		}
		dot := strings.LastIndexByte(path, '.')
		if dot < 0 {
			continue
		}
		path, typ = path[:dot], path[dot+1:]
		p, err := from.Import(path)
		if err != nil {
			continue
		}
		if !hasFunction(p, typ, method) {
			found = append(found, request.Diagnostic{Severity: request.Error, Code: "unknown-function",
				Message: "'check_errors' names " + name + ", and package " + path + " has no such function"})
		}
	}
	return found
}

// hasFunction reports whether the package has the function, or the type with that method.
func hasFunction(p *types.Package, name, method string) bool {
	object := p.Scope().Lookup(name)
	if method == "" {
		_, ok := object.(*types.Func)
		return ok
	}
	if object == nil {
		return false
	}
	found, _, _ := types.LookupFieldOrMethod(object.Type(), true, p, method)
	_, ok := found.(*types.Func)
	return ok
}

func calledFunction(info *types.Info, call *ast.CallExpr) *types.Func {
	var name *ast.Ident
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		name = f
	case *ast.SelectorExpr:
		name = f.Sel
	default:
		return nil
	}
	f, _ := info.Uses[name].(*types.Func)
	return f
}

func lastIsError(f *types.Func) bool {
	results := f.Signature().Results()
	return results.Len() > 0 && types.Identical(results.At(results.Len()-1).Type(), types.Universe.Lookup("error").Type())
}

// complexity tells of functions with more ways through than `most`: one, and one for each if, for, case, select branch,
// && and || in them, function literals included.
func (o *ownLint) complexity(most int) {
	o.functions(func(name string, typ *ast.FuncType, _ *ast.FieldList, body *ast.BlockStmt) {
		ways := 1
		ast.Inspect(body, func(n ast.Node) bool {
			switch s := n.(type) {
			case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
				ways++
			case *ast.CaseClause:
				if s.List != nil {
					ways++
				}
			case *ast.CommClause:
				if s.Comm != nil {
					ways++
				}
			case *ast.BinaryExpr:
				if s.Op == token.LAND || s.Op == token.LOR {
					ways++
				}
			}
			return true
		})
		if ways > most {
			o.say(typ.Pos(), "complexity", name+" has "+strconv.Itoa(ways)+" ways through it, "+strconv.Itoa(most)+" are allowed")
		}
	})
}
