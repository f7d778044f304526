package mutate

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// negate turns the condition of an if or a loop round.
func (m *maker) negate(n ast.Node) {
	var condition ast.Expr
	switch n := n.(type) {
	case *ast.IfStmt:
		condition = n.Cond
	case *ast.ForStmt:
		condition = n.Cond
	}
	if condition != nil {
		m.add("negate-conditions", condition.Pos(), condition.Pos(), condition.End(), "!("+m.text(condition)+")")
	}
}

var neighbours = map[token.Token]string{token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">"}

// offByOne moves a bound: < and <= change places, and numbers that are added, subtracted, index or slice grow by one.
func (m *maker) offByOne(n ast.Node) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if other, ok := neighbours[n.Op]; ok {
			m.add("off-by-one", n.OpPos, n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), other)
		}
		if n.Op == token.ADD || n.Op == token.SUB {
			m.grow(n.X)
			m.grow(n.Y)
		}
	case *ast.IndexExpr:
		m.grow(n.Index)
	case *ast.SliceExpr:
		m.grow(n.Low)
		m.grow(n.High)
	}
}

func (m *maker) grow(e ast.Expr) {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.INT {
		return
	}
	if value, err := strconv.ParseInt(literal.Value, 0, 32); err == nil {
		m.add("off-by-one", literal.Pos(), literal.Pos(), literal.End(), strconv.FormatInt(value+1, 10))
	}
}

// dropError returns nil where an error was returned.
func (m *maker) dropError(n ast.Node) {
	statement, ok := n.(*ast.ReturnStmt)
	if !ok || len(statement.Results) == 0 || len(m.results) == 0 {
		return
	}
	list := m.results[len(m.results)-1]
	if list == nil || list.NumFields() != len(statement.Results) {
		return
	}
	last := list.List[len(list.List)-1].Type
	if !types.Identical(m.checked.Info.TypeOf(last), types.Universe.Lookup("error").Type()) {
		return
	}
	value := statement.Results[len(statement.Results)-1]
	if id, ok := value.(*ast.Ident); ok && id.Name == "nil" {
		return
	}
	m.add("drop-return-error", value.Pos(), value.Pos(), value.End(), "nil")
}

// remove leaves out a statement that only has an effect. Its lines stay.
func (m *maker) remove(n ast.Node) {
	var list []ast.Stmt
	switch n := n.(type) {
	case *ast.BlockStmt:
		list = n.List
	case *ast.CaseClause:
		list = n.Body
	case *ast.CommClause:
		list = n.Body
	}
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt, *ast.GoStmt, *ast.SendStmt:
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE {
				continue
			}
		default:
			continue
		}
		m.add("remove-statement", s.Pos(), s.Pos(), s.End(), "{"+strings.Repeat("\n", strings.Count(m.text(s), "\n"))+"}")
	}
}

// swap exchanges the first two neighbours of one type among the arguments of a call.
func (m *maker) swap(n ast.Node) {
	call, ok := n.(*ast.CallExpr)
	if !ok || call.Ellipsis.IsValid() {
		return
	}
	for i := range len(call.Args) - 1 {
		a, b := call.Args[i], call.Args[i+1]
		one, other := m.checked.Info.TypeOf(a), m.checked.Info.TypeOf(b)
		if one == nil || other == nil || !types.Identical(one, other) || m.text(a) == m.text(b) {
			continue
		}
		between := string(m.file.Text[m.offset(a.End()):m.offset(b.Pos())])
		m.add("swap-arguments", call.Pos(), a.Pos(), b.End(), m.text(b)+between+m.text(a))
		return
	}
}
