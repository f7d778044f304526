package build

import (
	"fmt"
	"go/types"

	"assay/helper/internal/check"
	"assay/helper/internal/gotest"
	"assay/helper/internal/layout"
	"assay/helper/internal/policy"
	"assay/helper/internal/refuse"
	"assay/helper/internal/request"
	"assay/helper/internal/spawn"
	"assay/helper/internal/vetting"
)

// analysis is what the types show of a submission.
type analysis struct {
	b            *builder
	packages     []*check.Package
	importer     types.Importer // of what the submission may import
	event        *request.Analysis
	testProblems []check.Problem // errors in the learner's test files
	problems     []check.Problem // errors elsewhere
	fault        error
}

func (b *builder) refusedBySyntax() bool {
	refused := refuse.Syntax(b.tree)
	if len(refused) > 0 {
		b.events.Send(&request.Refused{Diagnostics: refused})
	}
	return len(refused) > 0
}

// bareAnalysis is what can be told without types.
func (b *builder) bareAnalysis() *request.Analysis {
	a := &request.Analysis{
		Format: []request.Diagnostic{}, Vet: []request.Diagnostic{}, Policies: map[string][]request.Diagnostic{},
		Lint: map[string][]request.Diagnostic{}, Modern: map[string][]request.Diagnostic{},
		Tests: gotest.Events(b.tree, gotest.In(b.tree.Effective(false, request.Roles...))),
	}
	for _, p := range b.request.Policies {
		a.Policies[p.ID] = []request.Diagnostic{}
	}
	return a
}

// check type-checks, and finds what decides how the submission is built.
func (b *builder) check() (*analysis, error) {
	library, err := b.compiler.Library(false)
	if err != nil {
		return nil, err
	}
	a := &analysis{b: b, event: b.bareAnalysis(), packages: check.Tree(b.tree, library), importer: check.Importer(b.tree, library)}
	for _, p := range a.packages {
		for _, problem := range p.Errors {
			switch {
			case problem.File == nil || !problem.File.IsTest():
				a.problems = append(a.problems, problem)
			case problem.File.IsLearner():
				a.testProblems = append(a.testProblems, problem)
			}
		}
	}
	a.event.Goroutines = spawn.Find(b.tree, a.packages)
	return a, nil
}

// refused gives the standing refusals that only types show. It is asked when the packages alone compile: then types
// must be whole, and where they are not, nobody knows what was not seen.
func (a *analysis) refused() []request.Diagnostic {
	list := refuse.Typed(a.b.tree, a.packages)
	if len(list) == 0 && len(a.problems) > 0 {
		p := a.problems[0]
		a.fault = fmt.Errorf("the compiler took what the type checker refused: %s", p.Err.Msg)
	}
	return list
}

// report answers what takes longer, and sends the event.
func (a *analysis) report() {
	r := a.b.request
	if r.Format {
		a.event.Format = request.Tidy(layout.Of(a.b.tree))
	}
	if len(r.Policies) > 0 {
		checker := policy.New(a.b.tree, a.packages)
		for _, p := range r.Policies {
			a.event.Policies[p.ID] = checker.Check(p)
		}
	}
	if r.Vet {
		a.event.Vet = request.Tidy(vetting.Of(a.b.tree, a.packages))
	}
	for _, l := range r.Lint {
		a.event.Lint[l.ID] = request.Tidy(vetting.Lint(a.b.tree, a.packages, a.importer, l))
	}
	for _, m := range r.Modern {
		a.event.Modern[m.ID] = request.Tidy(vetting.Modern(a.b.tree, a.packages, m))
	}
	a.b.events.Send(a.event)
}

func (a *analysis) hasHidden() bool {
	for _, t := range a.event.Tests {
		if t.Set == request.Hidden {
			return true
		}
	}
	return false
}
