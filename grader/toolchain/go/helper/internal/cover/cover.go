// Package cover puts counters into a file: one for each run of statements that are only ever executed together, as
// `go tool cover` divides them. The text keeps its lines, so that places in messages stay true.
package cover

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"

	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// Counters are those of one file. First is the number of the first among all of a binary.
type Counters struct {
	Name   string
	First  int
	Text   string
	Blocks []request.Block
}

type insertion struct {
	offset int
	text   string
}

type counting struct {
	fset     *token.FileSet
	file     *source.File
	counters *Counters
	inserts  []insertion
}

// Count makes the text with counters. The file is one that parses.
func Count(f *source.File, first int) (*Counters, error) {
	var random [8]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, err
	}
	c := &counting{fset: token.NewFileSet(), file: f,
		counters: &Counters{Name: "assay_" + hex.EncodeToString(random[:]), First: first}}
	syntax, err := parser.ParseFile(c.fset, f.Name, f.Text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(syntax, c.node)
	c.counters.Text = c.apply()
	return c.counters, nil
}

func (c *counting) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		return n.Name.Name != "_"
	case *ast.BlockStmt:
		c.list(n.List)
	case *ast.CaseClause:
		c.list(n.Body)
	case *ast.CommClause:
		c.list(n.Body)
	case *ast.IfStmt:
		// "else if" has no place for a counter: it becomes "else { count; if … }".
		if chained, ok := n.Else.(*ast.IfStmt); ok {
			c.insert(chained.Pos(), "{ ")
			c.add(chained.Pos(), []ast.Stmt{chained})
			c.insert(chained.End(), " }")
		}
	}
	return true
}

// list counts the statements of a block, in runs that end with what can leave or branch.
func (c *counting) list(list []ast.Stmt) {
	for len(list) > 0 {
		switch list[0].(type) {
		case *ast.CaseClause, *ast.CommClause:
			return // the body of a switch or select: its clauses are counted
		}
		end := 1
		for end < len(list) && !ends(list[end-1]) {
			end++
		}
		c.add(list[0].Pos(), list[:end])
		list = list[end:]
	}
}

func (c *counting) add(at token.Pos, run []ast.Stmt) {
	if len(run) == 1 {
		if empty, ok := run[0].(*ast.EmptyStmt); ok && empty.Implicit {
			return
		}
	}
	c.insert(at, fmt.Sprintf("%s[%d] = 1; ", c.counters.Name, len(c.counters.Blocks)))
	c.counters.Blocks = append(c.counters.Blocks, request.Block{
		File: c.file.Name, Line: c.line(run[0].Pos()), EndLine: c.line(head(run[len(run)-1])), Statements: len(run),
	})
}

func (c *counting) line(pos token.Pos) int { return c.fset.PositionFor(pos, false).Line }

func (c *counting) insert(pos token.Pos, text string) {
	c.inserts = append(c.inserts, insertion{c.fset.PositionFor(pos, false).Offset, text})
}

// apply keeps the order of insertions at one place, but lets what closes a chain stand before what follows it.
func (c *counting) apply() string {
	slices.SortStableFunc(c.inserts, func(a, b insertion) int { return a.offset - b.offset })
	var b strings.Builder
	last := 0
	for _, i := range c.inserts {
		b.Write(c.file.Text[last:i.offset])
		b.WriteString(i.text)
		last = i.offset
	}
	b.Write(c.file.Text[last:])
	return b.String()
}

// head is where a statement's own part ends: of one with a body, where the body begins.
func head(s ast.Stmt) token.Pos {
	switch s := s.(type) {
	case *ast.IfStmt:
		return s.Body.Lbrace
	case *ast.ForStmt:
		return s.Body.Lbrace
	case *ast.RangeStmt:
		return s.Body.Lbrace
	case *ast.SwitchStmt:
		return s.Body.Lbrace
	case *ast.TypeSwitchStmt:
		return s.Body.Lbrace
	case *ast.SelectStmt:
		return s.Body.Lbrace
	case *ast.BlockStmt:
		return s.Lbrace
	case *ast.LabeledStmt:
		return head(s.Stmt)
	}
	return s.End() - 1
}

// ends reports whether what follows the statement may be executed without it, or not with it.
func ends(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.BlockStmt, *ast.BranchStmt, *ast.ForStmt, *ast.IfStmt, *ast.LabeledStmt, *ast.RangeStmt, *ast.SwitchStmt,
		*ast.SelectStmt, *ast.TypeSwitchStmt:
		return true
	case *ast.ExprStmt:
		if call, ok := s.X.(*ast.CallExpr); ok {
			if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "panic" && len(call.Args) == 1 {
				return true
			}
		}
	}
	literal := false
	ast.Inspect(s, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			literal = true
		}
		return !literal
	})
	return literal
}
