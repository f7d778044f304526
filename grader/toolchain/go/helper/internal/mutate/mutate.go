// Package mutate makes mutants of the reference: the same text with one small fault in it. A mutant keeps its lines, and
// one that does not type-check is none.
package mutate

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"

	"assay/helper/internal/check"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// Mutant is a changed file.
type Mutant struct {
	request.Mutant
	Original *source.File
	Text     []byte
}

// change is one place in a file and what stands there instead.
type change struct {
	operator string
	at       token.Pos // names the mutant
	from, to token.Pos
	text     string
}

// operators by the names that exercise.toml uses.
var operators = map[string]func(m *maker, n ast.Node){
	"negate-conditions": (*maker).negate,
	"off-by-one":        (*maker).offByOne,
	"drop-return-error": (*maker).dropError,
	"remove-statement":  (*maker).remove,
	"swap-arguments":    (*maker).swap,
}

type maker struct {
	tree    *source.Tree
	file    *source.File
	checked *check.Package
	wanted  []string
	changes []change
	results []*ast.FieldList // of the functions around the node
}

// Of makes the mutants of the named files among a variant's. Their order is that of the text; where there are more than
// are wanted, those that are kept are spread over all of it. Stray is what is struck out but never made.
func Of(t *source.Tree, types *check.Types, files []*source.File, order request.Mutate) (made []Mutant, stray []string, err error) {
	for _, name := range order.Operators {
		if operators[name] == nil {
			return nil, nil, fmt.Errorf("there is no operator %q", name)
		}
	}
	var list []Mutant
	stray = slices.Clone(order.Strike)
	for _, f := range files {
		if !f.IsGo() || f.IsTest() || f.Syntax == nil || f.Problem != nil || !slices.Contains(order.Files, f.Name) {
			continue
		}
		m := &maker{tree: t, file: f, checked: types.Of(f), wanted: order.Operators}
		if m.checked == nil {
			continue
		}
		m.walk(f.Syntax)
		slices.SortStableFunc(m.changes, func(a, b change) int { return int(a.at - b.at) })
		for _, c := range m.changes {
			mutant := m.make(c)
			stray = slices.DeleteFunc(stray, func(name string) bool { return name == mutant.Name })
			if !slices.Contains(order.Strike, mutant.Name) && types.Accept(f, mutant.Text) {
				list = append(list, mutant)
			}
		}
	}
	return spread(list, order.Most), stray, nil
}

func spread(list []Mutant, most int) []Mutant {
	if most <= 0 || len(list) <= most {
		return list
	}
	kept := make([]Mutant, 0, most)
	for i := range most {
		kept = append(kept, list[i*len(list)/most])
	}
	return kept
}

func (m *maker) walk(root ast.Node) {
	var stack []ast.Node
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			if _, ok := results(stack[len(stack)-1]); ok {
				m.results = m.results[:len(m.results)-1]
			}
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		if r, ok := results(n); ok {
			m.results = append(m.results, r)
		}
		for _, name := range m.wanted {
			operators[name](m, n)
		}
		return true
	})
}

// results gives the results of a function, where the node is one.
func results(n ast.Node) (*ast.FieldList, bool) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		return n.Type.Results, true
	case *ast.FuncLit:
		return n.Type.Results, true
	}
	return nil, false
}

func (m *maker) add(operator string, at, from, to token.Pos, text string) {
	m.changes = append(m.changes, change{operator, at, from, to, text})
}

func (m *maker) offset(pos token.Pos) int { return m.tree.Fset.PositionFor(pos, false).Offset }

func (m *maker) text(n ast.Node) string {
	return string(m.file.Text[m.offset(n.Pos()):m.offset(n.End())])
}

func (m *maker) make(c change) Mutant {
	place := m.tree.Fset.PositionFor(c.at, false)
	from, to := m.offset(c.from), m.offset(c.to)
	var text []byte
	text = append(text, m.file.Text[:from]...)
	text = append(text, c.text...)
	text = append(text, m.file.Text[to:]...)
	return Mutant{
		Mutant: request.Mutant{
			Name:     fmt.Sprintf("%s %s:%d:%d", c.operator, m.file.Name, place.Line, place.Column),
			Operator: c.operator, File: m.file.Name, Line: place.Line,
			Was: string(m.file.Text[from:to]), Is: c.text,
		},
		Original: m.file, Text: text,
	}
}
