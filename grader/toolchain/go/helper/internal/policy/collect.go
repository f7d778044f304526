package policy

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"assay/helper/internal/check"
	"assay/helper/internal/source"
)

// places says where each construct stands in one file, in the order of the text.
type places map[string][]token.Pos

func (p places) add(name string, pos token.Pos) { p[name] = append(p[name], pos) }

// collect finds all constructs of a file in one walk; recursion is found for a whole package.
func collect(p *check.Package, f *source.File) places {
	found := places{}
	c := collector{info: p.Info, found: found}
	for _, d := range f.Syntax.Decls {
		c.global(d)
	}
	ast.Inspect(f.Syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case ast.Stmt:
			c.statement(n)
		case ast.Expr:
			c.expression(n)
		default:
			c.declaration(n)
		}
		return true
	})
	return found
}

type collector struct {
	info  *types.Info
	found places
}

func (c *collector) global(d ast.Decl) {
	switch d := d.(type) {
	case *ast.GenDecl:
		if d.Tok != token.VAR {
			return
		}
		for _, spec := range d.Specs {
			for _, name := range spec.(*ast.ValueSpec).Names {
				if name.Name != "_" {
					c.found.add("global-var", name.Pos())
				}
			}
		}
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.Name == "init" {
			c.found.add("init", d.Name.Pos())
		}
		if d.Recv != nil {
			c.found.add("method", d.Name.Pos())
		}
	}
}

func (c *collector) statement(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.GoStmt:
		c.found.add("go", n.Pos())
	case *ast.DeferStmt:
		c.found.add("defer", n.Pos())
	case *ast.SelectStmt:
		c.found.add("select", n.Pos())
	case *ast.SendStmt:
		c.found.add("send", n.Arrow)
	case *ast.IfStmt:
		c.found.add("if", n.Pos())
		if n.Else != nil {
			c.found.add("else", n.Else.Pos())
		}
	case *ast.ForStmt:
		c.found.add("for", n.Pos())
		c.found.add("loop", n.Pos())
	case *ast.RangeStmt:
		c.found.add("range", n.Pos())
		c.found.add("loop", n.Pos())
	case *ast.SwitchStmt:
		c.found.add("switch", n.Pos())
	case *ast.TypeSwitchStmt:
		c.found.add("type-switch", n.Pos())
	case *ast.LabeledStmt:
		c.found.add("label", n.Pos())
	case *ast.BranchStmt:
		c.found.add(n.Tok.String(), n.Pos())
	case *ast.AssignStmt:
		c.assignment(n)
	}
}

func (c *collector) assignment(n *ast.AssignStmt) {
	switch n.Tok {
	case token.AND_ASSIGN, token.OR_ASSIGN, token.XOR_ASSIGN, token.AND_NOT_ASSIGN, token.SHL_ASSIGN, token.SHR_ASSIGN:
		c.found.add("bitwise", n.TokPos)
	case token.ADD_ASSIGN:
		if c.isString(n.Lhs[0]) {
			c.found.add("string-concat", n.TokPos)
		}
	}
}

func (c *collector) expression(n ast.Expr) {
	switch n := n.(type) {
	case *ast.Ident:
		c.ident(n)
	case *ast.FuncLit:
		c.found.add("func-literal", n.Pos())
		if c.captures(n) {
			c.found.add("closure", n.Pos())
		}
	case *ast.BasicLit:
		if n.Kind == token.FLOAT {
			c.found.add("float", n.Pos())
		}
	case *ast.UnaryExpr:
		c.unary(n)
	case *ast.BinaryExpr:
		c.binary(n)
	case *ast.TypeAssertExpr:
		if n.Type != nil {
			c.found.add("type-assertion", n.Pos())
		}
	case *ast.StarExpr:
		if c.info.Types[n].IsType() {
			c.found.add("pointer", n.Pos())
		}
	default:
		c.typeLiteral(n)
	}
}

func (c *collector) typeLiteral(n ast.Expr) {
	switch n := n.(type) {
	case *ast.ArrayType:
		if n.Len == nil {
			c.found.add("slice", n.Pos())
		} else {
			c.found.add("array", n.Pos())
		}
	case *ast.MapType:
		c.found.add("map", n.Pos())
	case *ast.ChanType:
		c.found.add("chan", n.Pos())
	case *ast.StructType:
		c.found.add("struct", n.Pos())
		for _, field := range n.Fields.List {
			if len(field.Names) == 0 {
				c.found.add("embedding", field.Pos())
			}
		}
	case *ast.InterfaceType:
		c.found.add("interface", n.Pos())
	case *ast.FuncType:
		c.signature(n)
	}
}

func (c *collector) signature(n *ast.FuncType) {
	if n.TypeParams != nil && len(n.TypeParams.List) > 0 {
		c.found.add("generics", n.TypeParams.Pos())
	}
	for _, field := range n.Params.List {
		if _, ok := field.Type.(*ast.Ellipsis); ok {
			c.found.add("variadic", field.Pos())
		}
	}
	if n.Results != nil {
		for _, field := range n.Results.List {
			if len(field.Names) > 0 {
				c.found.add("named-result", field.Pos())
				break
			}
		}
	}
}

func (c *collector) declaration(n ast.Node) {
	switch n := n.(type) {
	case *ast.GenDecl:
		if n.Tok == token.CONST {
			c.found.add("const", n.Pos())
		}
	case *ast.TypeSpec:
		if n.TypeParams != nil && len(n.TypeParams.List) > 0 {
			c.found.add("generics", n.TypeParams.Pos())
		}
	}
}

// ident looks at what a name means, not at the name.
func (c *collector) ident(n *ast.Ident) {
	switch obj := c.info.Uses[n].(type) {
	case *types.Builtin:
		name := obj.Name()
		if name == "println" {
			name = "print"
		}
		c.found.add(name, n.Pos())
	case *types.Const:
		if obj.Pkg() == nil && obj.Name() == "iota" {
			c.found.add("iota", n.Pos())
		}
	case *types.TypeName:
		if q := check.Qualified(obj); q == "sync.Mutex" || q == "sync.RWMutex" {
			c.found.add("mutex", n.Pos())
		}
	}
	if v, ok := c.info.Defs[n].(*types.Var); ok && isFloat(v.Type()) {
		c.found.add("float", n.Pos())
	}
}

func (c *collector) unary(n *ast.UnaryExpr) {
	switch n.Op {
	case token.ARROW:
		c.found.add("receive", n.Pos())
	case token.XOR:
		c.found.add("bitwise", n.Pos())
	case token.AND:
		c.found.add("pointer", n.Pos())
	}
}

func (c *collector) binary(n *ast.BinaryExpr) {
	switch n.Op {
	case token.AND, token.OR, token.XOR, token.AND_NOT, token.SHL, token.SHR:
		if c.info.Types[n].IsType() {
			return // a union in a constraint
		}
		c.found.add("bitwise", n.OpPos)
	case token.ADD:
		if v := c.info.Types[n]; c.isString(n) && (v.Value == nil || v.Value.Kind() != constant.String) {
			c.found.add("string-concat", n.OpPos)
		}
	}
}

func (c *collector) isString(e ast.Expr) bool {
	t := c.info.TypeOf(e)
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

func isFloat(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsFloat != 0
}

// captures reports whether a function literal uses a variable that is declared outside of it, but inside a function.
func (c *collector) captures(lit *ast.FuncLit) bool {
	found := false
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return !found
		}
		v, ok := c.info.Uses[id].(*types.Var)
		if !ok || v.IsField() || v.Pkg() == nil || v.Parent() == v.Pkg().Scope() {
			return !found
		}
		if v.Pos() < lit.Pos() || v.Pos() > lit.End() {
			found = true
		}
		return !found
	})
	return found
}
