// Package gotest finds the tests in test files as `go test` does: by name and signature, in the syntax tree.
package gotest

import (
	"go/ast"
	"go/doc"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// Kinds of tests.
const (
	KindTest      = "test"
	KindMain      = "main" // never run: it is told, so that an author learns of it
	KindExample   = "example"
	KindBenchmark = "benchmark"
	KindFuzz      = "fuzz"
)

// Found is one test function. Name is what reports call it: the function's own name, or with its folder before it
// where an earlier folder has a test of the same name.
type Found struct {
	Name, Func, Kind string
	File             *source.File
	Node             *ast.FuncDecl
	Output           string // of an example
	Unordered        bool
}

// Set is the set that a test belongs to, by its file's role.
func (t *Found) Set() string {
	switch t.File.Role {
	case request.Hidden:
		return request.Hidden
	case request.Learner:
		return request.Learner
	}
	return request.Visible
}

// In lists the tests in the files, in the order of the files. Files that are no test files are passed over.
func In(files []*source.File) []Found {
	var list []Found
	taken := map[string]bool{}
	for _, f := range files {
		if !f.IsTest() || f.Syntax == nil {
			continue
		}
		examples := examplesOf(f.Syntax)
		for _, d := range f.Syntax.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || fn.Type.TypeParams != nil {
				continue
			}
			t := Found{Name: fn.Name.Name, Func: fn.Name.Name, Kind: kindOf(fn), File: f, Node: fn}
			if t.Kind == KindExample {
				e := examples[fn.Name.Name]
				if e == nil {
					continue // no output to compare: compiled, not run
				}
				t.Output, t.Unordered = e.Output, e.Unordered
			}
			if t.Kind == "" {
				continue
			}
			if taken[t.Name] && f.Dir != "" {
				t.Name = f.Dir + "." + t.Name
			}
			taken[t.Name] = true
			list = append(list, t)
		}
	}
	return list
}

// kindOf tells a test function from others, or gives "".
func kindOf(fn *ast.FuncDecl) string {
	name := fn.Name.Name
	switch {
	case name == "TestMain" && takes(fn, "M"):
		return KindMain
	case isName(name, "Test") && name != "TestMain" && takes(fn, "T"):
		return KindTest
	case isName(name, "Benchmark") && takes(fn, "B"):
		return KindBenchmark
	case isName(name, "Fuzz") && takes(fn, "F"):
		return KindFuzz
	case isName(name, "Example") && fn.Type.Params.NumFields() == 0 && fn.Type.Results.NumFields() == 0:
		return KindExample
	}
	return ""
}

// isName follows the go command: what comes after the prefix does not begin with a lower-case letter.
func isName(name, prefix string) bool {
	rest, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !unicode.IsLower(r)
}

// takes reports whether the function has one parameter *testing.X, and no result. The package may have another name
// in the file, as for the go command.
func takes(fn *ast.FuncDecl, typ string) bool {
	if fn.Type.Params.NumFields() != 1 || fn.Type.Results.NumFields() != 0 || len(fn.Type.Params.List[0].Names) > 1 {
		return false
	}
	star, ok := fn.Type.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	switch x := star.X.(type) {
	case *ast.Ident:
		return x.Name == typ
	case *ast.SelectorExpr:
		return x.Sel.Name == typ
	}
	return false
}

// examplesOf gives the file's examples that have an output comment.
func examplesOf(file *ast.File) map[string]*doc.Example {
	byName := map[string]*doc.Example{}
	for _, e := range doc.Examples(file) {
		if e.Output != "" || e.EmptyOutput {
			byName["Example"+e.Name] = e
		}
	}
	return byName
}

// Events gives the list in the protocol's form. Position counts within each set.
func Events(tree *source.Tree, list []Found) []request.Test {
	events := make([]request.Test, 0, len(list))
	positions := map[string]int{}
	order := []string{request.Learner, request.Visible, request.Hidden}
	for _, t := range list {
		set := t.Set()
		place := tree.Place(t.File, t.Node.Pos())
		events = append(events, request.Test{
			Name: t.Name, Set: set, Kind: t.Kind, File: t.File.Name, Line: place.Line,
			External: t.File.External(), Position: positions[set],
		})
		positions[set]++
	}
	slices.SortStableFunc(events, func(a, b request.Test) int {
		return slices.Index(order, a.Set) - slices.Index(order, b.Set)
	})
	return events
}
