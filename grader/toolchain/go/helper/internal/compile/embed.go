package compile

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// embeds is the compiler's embedding configuration: which files each pattern names, and where they lie. Only files of
// the request can be named, and only those below the package, so that nothing else of the machine can be read.
type embeds struct {
	Patterns map[string][]string
	Files    map[string]string
}

func (e *embeds) write(file string) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}

// embedding resolves the //go:embed lines of the files. From a learner's or read-only file, the author's tests cannot
// be embedded: candidates is what may be.
func embedding(t *source.Tree, files []*source.File, candidates []*source.File) (*embeds, []request.Diagnostic) {
	e := &embeds{Patterns: map[string][]string{}, Files: map[string]string{}}
	var problems []request.Diagnostic
	for _, f := range files {
		for _, c := range embedComments(f) {
			patterns, ok := splitPatterns(strings.TrimPrefix(c.Text, "//go:embed"))
			if !ok {
				problems = append(problems, t.Say(f, c.Slash, "compile", "invalid quoted string in //go:embed"))
				continue
			}
			for _, pattern := range patterns {
				names := matching(pattern, f.Dir, candidates)
				if len(names) == 0 {
					problems = append(problems, t.Say(f, c.Slash, "compile",
						"pattern "+pattern+": no matching files found"))
				}
				e.Patterns[pattern] = names
				for _, name := range names {
					e.Files[name] = find(candidates, path.Join(f.Dir, name)).Path
				}
			}
		}
	}
	return e, problems
}

func embedComments(f *source.File) []*ast.Comment {
	if !slices.ContainsFunc(f.Imports(), func(i source.Import) bool { return i.Path == "embed" }) {
		return nil
	}
	var list []*ast.Comment
	for _, group := range f.Syntax.Comments {
		for _, c := range group.List {
			rest, ok := strings.CutPrefix(c.Text, "//go:embed")
			if ok && rest != "" && (rest[0] == ' ' || rest[0] == '\t') && c.Slash != token.NoPos {
				list = append(list, c)
			}
		}
	}
	return list
}

// splitPatterns reads words and quoted strings.
func splitPatterns(s string) ([]string, bool) {
	var list []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if s[0] != '"' && s[0] != '`' {
			word, rest, _ := strings.Cut(strings.ReplaceAll(s, "\t", " "), " ")
			list, s = append(list, word), rest
			continue
		}
		quoted, err := strconv.QuotedPrefix(s)
		if err != nil {
			return nil, false
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, false
		}
		list, s = append(list, word), s[len(quoted):]
	}
	return list, true
}

// matching gives the names, relative to dir, of the candidates that the pattern names: files, or all files of folders
// but those whose names begin with a dot or an underscore (with "all:", those as well).
func matching(pattern, dir string, candidates []*source.File) []string {
	pattern, all := cutAll(pattern)
	if pattern == "" || path.Clean(pattern) != pattern || strings.HasPrefix(pattern, "..") || path.IsAbs(pattern) {
		return nil
	}
	var names []string
	for _, f := range candidates {
		name := f.Name
		if dir != "" {
			rest, below := strings.CutPrefix(name, dir+"/")
			if !below {
				continue
			}
			name = rest
		}
		if ok, _ := path.Match(pattern, name); ok || underFolder(pattern, name, all) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func cutAll(pattern string) (string, bool) {
	rest, all := strings.CutPrefix(pattern, "all:")
	return rest, all
}

// underFolder reports whether a folder above name matches the pattern and takes name along.
func underFolder(pattern, name string, all bool) bool {
	parts := strings.Split(name, "/")
	for i := 1; i < len(parts); i++ {
		ok, _ := path.Match(pattern, strings.Join(parts[:i], "/"))
		if !ok && pattern != "." {
			continue
		}
		hidden := func(p string) bool { return strings.HasPrefix(p, ".") || strings.HasPrefix(p, "_") }
		return all || !slices.ContainsFunc(parts[i:], hidden)
	}
	return pattern == "." && len(parts) == 1 && (all || name[0] != '.' && name[0] != '_')
}

func find(files []*source.File, name string) *source.File {
	i := slices.IndexFunc(files, func(f *source.File) bool { return f.Name == name })
	return files[i]
}
