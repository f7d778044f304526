// Package source reads a submission's files once and answers what belongs where: which files a build includes, which
// package each is of, what they import. Everything after it shares these syntax trees.
package source

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"assay/helper/internal/request"
)

// File is one file of the request. Syntax is nil for what is not Go, and incomplete where Problem is set.
type File struct {
	request.File
	Dir     string // slash-separated, "" for the package's own folder
	Text    []byte
	Syntax  *ast.File
	Problem error // the parser's
	Plain   bool  // belongs to the plain build
	Race    bool  // belongs to the race build
}

// IsGo reports whether the name is that of a Go file. What lies in testdata, or below a folder whose name begins with a
// dot or an underscore, is a file like any other to the go command, and so it is here.
func (f *File) IsGo() bool {
	if !strings.HasSuffix(f.Name, ".go") {
		return false
	}
	for rest := path.Dir(f.Name); rest != "."; rest = path.Dir(rest) {
		if name := path.Base(rest); name == "testdata" || name[0] == '.' || name[0] == '_' {
			return false
		}
	}
	return true
}

// IsTest reports whether the name is that of a test file.
func (f *File) IsTest() bool { return strings.HasSuffix(f.Name, "_test.go") && f.IsGo() }

// IsLearner reports whether the learner answers for the file.
func (f *File) IsLearner() bool { return f.Role == request.Learner }

// Package is the name in the package clause, or "".
func (f *File) Package() string {
	if f.Syntax == nil || f.Syntax.Name == nil {
		return ""
	}
	return f.Syntax.Name.Name
}

// External reports whether the file is of an external test package.
func (f *File) External() bool { return f.IsTest() && strings.HasSuffix(f.Package(), "_test") }

// In reports whether the file belongs to the build.
func (f *File) In(race bool) bool {
	if race {
		return f.Race
	}
	return f.Plain
}

// HasGoStatement reports whether a go statement stands in the file.
func (f *File) HasGoStatement() bool {
	found := false
	if f.Syntax != nil {
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			_, is := n.(*ast.GoStmt)
			found = found || is
			return !found
		})
	}
	return found
}

// Import is one import declaration.
type Import struct {
	Path string
	Spec *ast.ImportSpec
}

// Imports gives the import paths with quotes and escapes undone: a raw string names the same package.
func (f *File) Imports() []Import {
	if f.Syntax == nil {
		return nil
	}
	var list []Import
	for _, spec := range f.Syntax.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			list = append(list, Import{p, spec})
		}
	}
	return list
}

// Tree is all files of a request.
type Tree struct {
	Fset     *token.FileSet
	Files    []*File
	Request  *request.Request
	variants map[request.File]*File
	Deep     bool // a learner's file nests so deeply that type-checking may not survive it
}

// deepNesting is from where on the compiler, in a process of its own, gets the first look.
const deepNesting = 1000

// Load reads and parses. A file that cannot be read is a fault of ours; one that cannot be parsed is the learner's.
func Load(r *request.Request) (*Tree, error) {
	t := &Tree{Fset: token.NewFileSet(), Request: r, variants: map[request.File]*File{}}
	for _, file := range r.Files {
		text, err := os.ReadFile(file.Path)
		if err != nil {
			return nil, err
		}
		f := t.parse(file, text)
		if f.IsGo() && f.IsLearner() && nesting(text) > deepNesting {
			t.Deep = true
		}
		t.Files = append(t.Files, f)
	}
	return t, nil
}

func (t *Tree) parse(file request.File, text []byte) *File {
	f := &File{File: file, Dir: path.Dir(file.Name), Text: text}
	if f.Dir == "." {
		f.Dir = ""
	}
	if f.IsGo() {
		f.Plain, f.Race = belongs(f, false, t.Request.Lang), belongs(f, true, t.Request.Lang)
		mode := parser.ParseComments | parser.SkipObjectResolution
		f.Syntax, f.Problem = parser.ParseFile(t.Fset, f.Name, text, mode)
	}
	return f
}

// Also reads the files of a variant. What the tree has at the same path and in the same role is the same file, and is
// not read again: so are the files that variants share. Files that do not belong to the build are left out.
func (t *Tree) Also(list []request.File, race bool) ([]*File, error) {
	var files []*File
	for _, file := range list {
		f, known := t.variants[file]
		if i := slices.IndexFunc(t.Files, func(f *File) bool { return f.File == file }); !known && i >= 0 {
			f, known = t.Files[i], true
		}
		if !known {
			text, err := os.ReadFile(file.Path)
			if err != nil {
				return nil, err
			}
			f = t.parse(file, text)
			t.variants[file] = f
		}
		if !f.IsGo() || f.In(race) {
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b *File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// Changed is a file as f, with another text.
func (t *Tree) Changed(f *File, path string, text []byte) *File {
	file := f.File
	file.Path = path
	return t.parse(file, text)
}

// belongs asks go/build whether name and constraints let the file into the build. Nothing is read from disk.
func belongs(f *File, race bool, lang string) bool {
	ctx := build.Context{
		GOARCH: runtime.GOARCH, GOOS: "linux", Compiler: "gc", CgoEnabled: false,
		ReleaseTags: releases(lang),
		OpenFile: func(string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader(string(f.Text))), nil
		},
	}
	if race {
		ctx.ToolTags = append(ctx.ToolTags, "race")
	}
	match, err := ctx.MatchFile("/", path.Base(f.Name))
	if err != nil {
		// It cannot be read as Go: the compiler shall say why.
		base := path.Base(f.Name)
		return !strings.HasPrefix(base, "_") && !strings.HasPrefix(base, ".")
	}
	return match
}

// releases is go1.1 up to the language version.
func releases(lang string) []string {
	last, err := strconv.Atoi(strings.TrimPrefix(lang, "go1."))
	if err != nil {
		return build.Default.ReleaseTags
	}
	var tags []string
	for n := 1; n <= last; n++ {
		tags = append(tags, "go1."+strconv.Itoa(n))
	}
	return tags
}

// nesting is a rough measure of how deeply recursion over the file would go: open brackets, and runs of prefix
// operators or of else-ifs. Too high is harmless.
func nesting(text []byte) int {
	depth, deepest, run, chain := 0, 0, 0, 0
	for i, c := range text {
		switch c {
		case '(', '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ')', ']', '}':
			depth = max(0, depth-1)
		}
		switch c {
		case '*', '&', '!', '-', '+', '^', '<', '~':
			run++
			deepest = max(deepest, run)
		case ' ', '\t', '\n', '\r':
		default:
			run = 0
		}
		if c == 'e' && strings.HasPrefix(string(text[i:min(i+4, len(text))]), "else") {
			chain++
		}
	}
	return max(deepest, chain)
}

// Effective gives the files of the roles that belong to the build, Go or not, each name once: later roles replace
// earlier ones. They are sorted by name.
func (t *Tree) Effective(race bool, roles ...string) []*File {
	byName := map[string]*File{}
	for _, role := range request.Roles {
		if !slices.Contains(roles, role) {
			continue
		}
		for _, f := range t.Files {
			if f.Role == role {
				byName[f.Name] = f
			}
		}
	}
	var list []*File
	for _, f := range byName {
		if !f.IsGo() || f.In(race) {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b *File) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// Place is a diagnostic's position without its words. //line directives have no say in it.
func (t *Tree) Place(f *File, pos token.Pos) request.Diagnostic {
	d := request.Diagnostic{File: f.Name, Line: 1, Severity: request.Error}
	if pos.IsValid() {
		p := t.Fset.PositionFor(pos, false)
		d.Line, d.Column = p.Line, p.Column
	}
	return d
}

// Say makes a diagnostic.
func (t *Tree) Say(f *File, pos token.Pos, code, message string) request.Diagnostic {
	d := t.Place(f, pos)
	d.Code, d.Message = code, message
	return d
}

// FileAt finds the file that a position is in, or nil.
func (t *Tree) FileAt(pos token.Pos) *File {
	for _, f := range t.Files {
		if f.Syntax != nil && f.Syntax.FileStart <= pos && pos <= f.Syntax.FileEnd {
			return f
		}
	}
	return nil
}
