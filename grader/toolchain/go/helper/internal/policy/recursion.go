package policy

import (
	"go/ast"
	"go/token"
	"go/types"

	"assay/helper/internal/check"
	"assay/helper/internal/source"
)

// function is a declared function and those that it names. To name one is taken for calling it.
type function struct {
	file  *source.File
	name  *ast.Ident
	names map[types.Object]bool
}

// recursive finds the functions of a package that can call themselves, and gives the places of their names.
func recursive(p *check.Package) map[*source.File][]token.Pos {
	functions := map[types.Object]*function{}
	var order []types.Object
	for _, f := range p.Learners() {
		for _, d := range f.Syntax.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil || p.Info.Defs[fn.Name] == nil {
				continue
			}
			obj := p.Info.Defs[fn.Name]
			functions[obj] = &function{f, fn.Name, namedIn(p, fn.Body)}
			order = append(order, obj)
		}
	}
	found := map[*source.File][]token.Pos{}
	for _, obj := range order {
		if reachesItself(obj, functions) {
			one := functions[obj]
			found[one.file] = append(found[one.file], one.name.Pos())
		}
	}
	return found
}

func namedIn(p *check.Package, body *ast.BlockStmt) map[types.Object]bool {
	names := map[types.Object]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if used, ok := p.Info.Uses[id].(*types.Func); ok {
				names[used.Origin()] = true
			}
		}
		return true
	})
	return names
}

func reachesItself(from types.Object, functions map[types.Object]*function) bool {
	seen := map[types.Object]bool{}
	for todo := []types.Object{from}; len(todo) > 0; {
		next := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if functions[next] == nil || seen[next] {
			continue
		}
		seen[next] = true
		for named := range functions[next].names {
			if named == from {
				return true
			}
			todo = append(todo, named)
		}
	}
	return false
}
