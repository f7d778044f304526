// Package policy answers the checks of kind `policy`: imports, constructs and documentation, by syntax tree and types,
// so that no alias, dot import, raw string, comment or name of the learner's own makes a difference.
package policy

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"assay/helper/internal/check"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// Checker answers several policies over one submission; what stands where is found once.
type Checker struct {
	tree     *source.Tree
	packages []*check.Package
	files    []*source.File // the learner's Go files
	found    map[*source.File]places
}

// New prepares the answers.
func New(t *source.Tree, packages []*check.Package) *Checker {
	c := &Checker{tree: t, packages: packages, found: map[*source.File]places{}}
	for _, p := range packages {
		recursion := recursive(p)
		for _, f := range p.Learners() {
			c.files = append(c.files, f)
			c.found[f] = collect(p, f)
			c.found[f]["recursion"] = recursion[f]
		}
	}
	slices.SortFunc(c.files, func(a, b *source.File) int { return strings.Compare(a.Name, b.Name) })
	return c
}

// Check gives what breaks the policy.
func (c *Checker) Check(p request.Policy) []request.Diagnostic {
	found := []request.Diagnostic{}
	found = append(found, c.imports(p)...)
	found = append(found, c.forbidden(p.Forbid)...)
	found = append(found, c.required(p.Require)...)
	if p.Documented {
		found = append(found, c.undocumented()...)
	}
	return request.Tidy(found)
}

// first is where something that is missing is reported.
func (c *Checker) first(code, message string) request.Diagnostic {
	d := request.Diagnostic{Line: 1, Column: 1, Severity: request.Error, Code: code, Message: message}
	if len(c.files) > 0 {
		d.File = c.files[0].Name
	}
	return d
}

func (c *Checker) imports(p request.Policy) []request.Diagnostic {
	var found []request.Diagnostic
	own := c.tree.Request.ImportPath
	for _, f := range c.files {
		for _, i := range f.Imports() {
			pos := i.Spec.Path.Pos()
			if matches(p.ForbidImports, i.Path) {
				found = append(found, c.tree.Say(f, pos, "forbidden-import", "import of "+i.Path+" is not allowed here"))
			} else if len(p.AllowImports) > 0 && !matches(p.AllowImports, i.Path) &&
				i.Path != own && !strings.HasPrefix(i.Path, own+"/") && !(f.IsTest() && i.Path == "testing") {
				found = append(found, c.tree.Say(f, pos, "import-not-allowed",
					"import of "+i.Path+" is not allowed here; allowed: "+strings.Join(p.AllowImports, ", ")))
			}
		}
	}
	for _, pattern := range p.RequireImports {
		if !slices.ContainsFunc(c.files, func(f *source.File) bool {
			return slices.ContainsFunc(f.Imports(), func(i source.Import) bool { return matches([]string{pattern}, i.Path) })
		}) {
			found = append(found, c.first("missing-import", "import of "+pattern+" is required"))
		}
	}
	return found
}

// matches follows the go command: "net/..." is net and all below it.
func matches(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		if base, ok := strings.CutSuffix(pattern, "/..."); ok {
			return path == base || strings.HasPrefix(path, base+"/")
		}
		return pattern == "..." || path == pattern
	})
}

func about(name string) (string, bool) {
	i := slices.IndexFunc(Constructs, func(c Construct) bool { return c.Name == name })
	if i < 0 {
		return "", false
	}
	return Constructs[i].About, true
}

func (c *Checker) unknown(name string) request.Diagnostic {
	return request.Diagnostic{Severity: request.Error, Code: "unknown-construct",
		Message: "the policy names " + name + ", which is no construct that the grader knows"}
}

func (c *Checker) forbidden(names []string) []request.Diagnostic {
	var found []request.Diagnostic
	for _, name := range names {
		what, known := about(name)
		if !known {
			found = append(found, c.unknown(name))
			continue
		}
		for _, f := range c.files {
			for _, pos := range c.found[f][name] {
				found = append(found, c.tree.Say(f, pos, "forbidden-construct",
					fmt.Sprintf("%s is not allowed here (%s)", name, what)))
			}
		}
	}
	return found
}

func (c *Checker) required(names []string) []request.Diagnostic {
	var found []request.Diagnostic
	for _, name := range names {
		what, known := about(name)
		if !known {
			found = append(found, c.unknown(name))
			continue
		}
		if !slices.ContainsFunc(c.files, func(f *source.File) bool { return len(c.found[f][name]) > 0 }) {
			found = append(found, c.first("missing-construct", fmt.Sprintf("%s is required (%s)", name, what)))
		}
	}
	return found
}

// undocumented finds exported names without a comment that begins with the name. Test files need none.
func (c *Checker) undocumented() []request.Diagnostic {
	var found []request.Diagnostic
	for _, f := range c.files {
		if f.IsTest() {
			continue
		}
		say := func(name *ast.Ident, kind string) {
			found = append(found, c.tree.Say(f, name.Pos(), "undocumented", fmt.Sprintf(
				"exported %s %s needs a comment that begins with its name: // %s …", kind, name.Name, name.Name)))
		}
		for _, d := range f.Syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && receiverExported(d) && !begins(d.Doc, d.Name.Name) {
					say(d.Name, kindOf(d))
				}
			case *ast.GenDecl:
				undocumentedSpecs(d, say)
			}
		}
	}
	return found
}

func undocumentedSpecs(d *ast.GenDecl, say func(*ast.Ident, string)) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			doc := s.Doc
			if doc == nil && len(d.Specs) == 1 {
				doc = d.Doc
			}
			if s.Name.IsExported() && !begins(doc, s.Name.Name) {
				say(s.Name, "type")
			}
		case *ast.ValueSpec:
			kind := "variable"
			if d.Tok == token.CONST {
				kind = "constant"
			}
			// One comment may speak for a group, as it does in the standard library.
			grouped := d.Lparen.IsValid() && (d.Doc != nil || s.Doc != nil || s.Comment != nil)
			for _, name := range s.Names {
				if name.IsExported() && !grouped && !begins(d.Doc, name.Name) && !begins(s.Doc, name.Name) {
					say(name, kind)
				}
			}
		}
	}
}

func kindOf(d *ast.FuncDecl) string {
	if d.Recv != nil {
		return "method"
	}
	return "function"
}

// receiverExported is true for functions, and for methods of exported types.
func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.ParenExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.IsExported()
		default:
			return true
		}
	}
}

// begins reports whether the comment's first word is the name; an article may stand before it.
func begins(doc *ast.CommentGroup, name string) bool {
	if doc == nil {
		return false
	}
	words := strings.Fields(doc.Text())
	if len(words) > 1 && (words[0] == "A" || words[0] == "An" || words[0] == "The") {
		words = words[1:]
	}
	return len(words) > 0 && strings.TrimRight(words[0], ".,:;") == name
}
