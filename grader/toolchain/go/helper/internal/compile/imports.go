package compile

import (
	"fmt"
	"slices"
	"strings"

	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// unknownImports says of each import that is not there what could have been meant. Without it, the compiler would say
// "could not import x (file not found)".
func (c *Compiler) unknownImports(files []*source.File, packages []*source.Package, library *Library) []request.Diagnostic {
	own := map[string]bool{}
	for _, p := range packages {
		own[p.Path] = len(p.Files) > 0
	}
	var problems []request.Diagnostic
	for _, f := range files {
		for _, i := range f.Imports() {
			if _, known := library.Public[i.Path]; known || own[i.Path] || i.Path == "unsafe" {
				continue
			}
			problems = append(problems, c.tree.Say(f, i.Spec.Path.Pos(), "import", c.missing(i.Path, library)))
		}
	}
	return problems
}

func (c *Compiler) missing(path string, library *Library) string {
	if strings.HasPrefix(path, c.request.ImportPath+"/") {
		return fmt.Sprintf("package %s is not part of this submission", path)
	}
	message := fmt.Sprintf("package %s is not in the standard library", path)
	if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
		message = fmt.Sprintf("package %s is not among the modules of this course", path)
		if c.request.Modules == "" {
			message = fmt.Sprintf("package %s is not available: only the standard library is", path)
		}
	}
	if near := nearest(path, library.Public); near != "" {
		message += fmt.Sprintf(" (did you mean %s?)", near)
	}
	return message
}

// nearest gives the public package whose path, or last element, is most like what was written, if any is like it.
func nearest(path string, public Archives) string {
	names := make([]string, 0, len(public))
	for name := range public {
		names = append(names, name)
	}
	slices.Sort(names)
	last := path[strings.LastIndex(path, "/")+1:]
	for _, name := range names {
		if strings.HasSuffix(name, "/"+path) || strings.HasSuffix(name, "/"+last) || name == last {
			return name
		}
	}
	best, distance := "", 3
	for _, name := range names {
		if d := editDistance(path, name); d < distance && d < len(path) {
			best, distance = name, d
		}
	}
	return best
}

// editDistance is Levenshtein's, on bytes.
func editDistance(a, b string) int {
	if len(a) > 100 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}

// clauses finds package clauses of the learner's that do not match those of the author's files in the same folder. The
// compiler would report it at the author's file, which is not where it has to be mended.
func (c *Compiler) clauses(u Unit) []request.Diagnostic {
	want := map[string]string{} // folder to name
	for _, f := range c.tree.Files {
		if !f.IsLearner() && f.IsGo() && f.Package() != "" {
			name := f.Package()
			if f.IsTest() {
				name = strings.TrimSuffix(name, "_test")
			}
			want[f.Dir] = name
		}
	}
	var problems []request.Diagnostic
	for _, f := range u.Files(c.tree) {
		name := f.Package()
		if !f.IsLearner() || !f.IsGo() || name == "" || want[f.Dir] == "" || name == want[f.Dir] {
			continue
		}
		if f.IsTest() && name == want[f.Dir]+"_test" {
			continue
		}
		problems = append(problems, c.tree.Say(f, f.Syntax.Name.Pos(), "package",
			fmt.Sprintf("package %s; expected package %s", name, want[f.Dir])))
	}
	return problems
}
