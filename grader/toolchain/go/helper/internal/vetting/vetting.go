// Package vetting runs the analyzers of `go vet` in this process, over packages that are type-checked already. It is a
// driver like golang.org/x/tools/go/analysis/unitchecker, without its files: facts go from package to package in memory.
// Facts about the standard library are not there; what printf needs of them is built into it.
package vetting

import (
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"reflect"
	"runtime"
	"slices"

	"golang.org/x/tools/go/analysis"

	"assay/helper/internal/check"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// factKey is where a fact belongs. Object is nil for facts about packages.
type factKey struct {
	pkg    *types.Package
	object types.Object
	typ    reflect.Type
}

type driver struct {
	tree  *source.Tree
	facts map[factKey]analysis.Fact
	found []request.Diagnostic
	// A line `//go:build go1.21` in a file makes its language an older one, and the modernizers silent: for them every file
	// is of the exercise's language.
	oneLanguage bool
}

// Of gives the findings in the learner's files. Packages must come in the order in which they import each other; where
// one has type errors there is nothing to vet, since the compiler has refused it.
func Of(t *source.Tree, packages []*check.Package) []request.Diagnostic {
	d, sound := newDriver(t, packages)
	if sound {
		d.all(packages, suite)
	}
	return d.found
}

// newDriver also says whether the packages have no type errors.
func newDriver(t *source.Tree, packages []*check.Package) (d *driver, sound bool) {
	d = &driver{tree: t, facts: map[factKey]analysis.Fact{}, found: []request.Diagnostic{}}
	for _, p := range packages {
		if len(p.Errors) > 0 || p.Types == nil {
			return d, false
		}
	}
	return d, true
}

func (d *driver) all(packages []*check.Package, list []*analysis.Analyzer) {
	for _, p := range packages {
		results := map[*analysis.Analyzer]any{}
		for _, a := range list {
			d.run(p, a, results)
		}
	}
}

// run runs an analyzer after those that it requires.
func (d *driver) run(p *check.Package, a *analysis.Analyzer, results map[*analysis.Analyzer]any) bool {
	if result, done := results[a]; done {
		return result != failure
	}
	for _, required := range a.Requires {
		if !d.run(p, required, results) {
			results[a] = failure
			return false
		}
	}
	result, err := d.guarded(d.pass(p, a, results))
	if err != nil {
		results[a] = failure
		if learners := p.Learners(); len(learners) > 0 {
			d.found = append(d.found, d.tree.Say(learners[0], 0, a.Name, "this analyzer could not read the code"))
		}
		return false
	}
	results[a] = result
	return true
}

// failure stands for the result of an analyzer that failed.
var failure = new(int)

// guarded runs a pass. Analyzers are not written against hostile code: a panic costs its findings, not the driver.
func (d *driver) guarded(pass *analysis.Pass) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %v", pass.Analyzer.Name, r)
		}
	}()
	return pass.Analyzer.Run(pass)
}

func (d *driver) pass(p *check.Package, a *analysis.Analyzer, results map[*analysis.Analyzer]any) *analysis.Pass {
	resultOf := map[*analysis.Analyzer]any{}
	for _, required := range a.Requires {
		resultOf[required] = results[required]
	}
	info := p.Info
	if d.oneLanguage {
		same := *p.Info
		same.FileVersions = map[*ast.File]string{}
		for _, file := range p.Syntax() {
			same.FileVersions[file] = d.tree.Request.Lang
		}
		info = &same
	}
	return &analysis.Pass{
		Analyzer: a, Fset: d.tree.Fset, Files: p.Syntax(), Pkg: p.Types, TypesInfo: info,
		TypesSizes: types.SizesFor("gc", runtime.GOARCH), ResultOf: resultOf, ReadFile: d.readFile,
		Module:            &analysis.Module{Path: d.tree.Request.ImportPath, GoVersion: d.tree.Request.Lang[len("go"):]},
		Report:            func(found analysis.Diagnostic) { d.report(a, found) },
		ImportObjectFact:  func(o types.Object, f analysis.Fact) bool { return d.load(factKey{o.Pkg(), o, reflect.TypeOf(f)}, f) },
		ImportPackageFact: func(t *types.Package, f analysis.Fact) bool { return d.load(factKey{t, nil, reflect.TypeOf(f)}, f) },
		ExportObjectFact:  func(o types.Object, f analysis.Fact) { d.facts[factKey{o.Pkg(), o, reflect.TypeOf(f)}] = f },
		ExportPackageFact: func(f analysis.Fact) { d.facts[factKey{p.Types, nil, reflect.TypeOf(f)}] = f },
		AllObjectFacts:    func() []analysis.ObjectFact { return nil },
		AllPackageFacts:   func() []analysis.PackageFact { return nil },
	}
}

// load copies a fact, if it is there.
func (d *driver) load(key factKey, into analysis.Fact) bool {
	fact, ok := d.facts[key]
	if ok {
		reflect.ValueOf(into).Elem().Set(reflect.ValueOf(fact).Elem())
	}
	return ok
}

func (d *driver) report(a *analysis.Analyzer, found analysis.Diagnostic) {
	if f := d.tree.FileAt(found.Pos); f != nil && f.IsLearner() {
		said := d.tree.Say(f, found.Pos, a.Name, found.Message)
		said.Fix = d.fixOf(f, found)
		d.found = append(d.found, said)
	}
}

// readFile gives files of the submission only.
func (d *driver) readFile(name string) ([]byte, error) {
	i := slices.IndexFunc(d.tree.Files, func(f *source.File) bool { return f.Name == name && f.Syntax != nil })
	if i < 0 {
		return nil, os.ErrNotExist
	}
	return d.tree.Files[i].Text, nil
}
