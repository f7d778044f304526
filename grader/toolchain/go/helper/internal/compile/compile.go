package compile

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// Compiler runs the tools of the cache for one request.
type Compiler struct {
	tree    *source.Tree
	request *request.Request
	plain   func() (*Library, error)
	race    func() (*Library, error)
	early   atomic.Pointer[earlyLink]
}

// New makes a compiler. The libraries are read when they are first needed.
func New(tree *source.Tree) *Compiler {
	r := tree.Request
	return &Compiler{
		tree: tree, request: r,
		plain: sync.OnceValues(func() (*Library, error) { return ReadLibrary(r.Go, r.Modules, false) }),
		race:  sync.OnceValues(func() (*Library, error) { return ReadLibrary(r.Go, r.Modules, true) }),
	}
}

// Library is the prepared standard library.
func (c *Compiler) Library(race bool) (*Library, error) {
	if race {
		return c.race()
	}
	return c.plain()
}

// Result is what became of a package or unit.
type Result struct {
	OK          bool
	Diagnostics []request.Diagnostic
	Limit       string
}

// job is one run of the compiler.
type job struct {
	path      string // import path
	flagP     string // what -p gets: "main" for programs, else the import path
	files     []*source.File
	generated map[string]string       // name to text
	texts     map[*source.File]string // other texts than the files' own
	imports   Archives                // what may be imported
	mapped    map[string]string       // of imports: to the paths that the archives have, where those are others
	extra     []string                // what the generated files import
	embeds    *embeds
	race      bool
	work      string // folder of its own
}

// compile compiles one package into work/p.a.
func (c *Compiler) compile(ctx context.Context, j job) (Result, error) {
	if err := os.MkdirAll(j.work, 0o755); err != nil {
		return Result{}, err
	}
	names := map[string]string{} // path on disk to name in the request
	var sources, trims []string
	for _, f := range j.files {
		path, prefix, err := c.place(j, f)
		if err != nil {
			return Result{}, err
		}
		names[path] = f.Name
		names[c.request.ImportPath+"/"+f.Name] = f.Name // what stands in the object file, and in its faults
		sources = append(sources, path)
		trims = append(trims, prefix+"=>"+c.request.ImportPath)
	}
	for name, text := range j.generated {
		path := filepath.Join(j.work, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return Result{}, err
		}
		names[path] = ""
		sources = append([]string{path}, sources...)
	}
	trims = append(trims, j.work+"=>"+j.path)
	args, err := c.compileFlags(j, trims)
	if err != nil {
		return Result{}, err
	}
	end := runChild(ctx, j.work, filepath.Join(c.request.Go, "bin", "compile"), 1, append(args, sources...))
	if end.fault != nil {
		return Result{}, end.fault
	}
	if end.ok {
		return Result{OK: true}, nil
	}
	return Result{Limit: end.limit, Diagnostics: c.diagnose(end, names)}, ctx.Err()
}

func (c *Compiler) compileFlags(j job, trims []string) ([]string, error) {
	config := filepath.Join(j.work, "importcfg")
	if err := j.needed().writeMapped(config, j.mapped); err != nil {
		return nil, err
	}
	// Without -e: a hundred thousand errors would take all the time there is.
	args := []string{"-o", j.archive(), "-p", j.flagP, "-lang=" + c.request.Lang, "-complete", "-c=1",
		"-nolocalimports", "-dwarf=false", "-pack", "-importcfg", config, "-trimpath", strings.Join(unique(trims), ";")}
	if j.race {
		args = append(args, "-race")
	}
	if j.embeds != nil && len(j.embeds.Patterns) > 0 {
		file := filepath.Join(j.work, "embedcfg")
		if err := j.embeds.write(file); err != nil {
			return nil, err
		}
		args = append(args, "-embedcfg", file)
	}
	return args, nil
}

// needed is the part of the import configuration that the files name: reading it is a good part of a small compile.
func (j *job) needed() Archives {
	a := Archives{}
	add := func(path string) {
		if archive, ok := j.imports[path]; ok {
			a[path] = archive
		}
	}
	for _, f := range j.files {
		for _, i := range f.Imports() {
			add(i.Path)
		}
	}
	for _, path := range j.extra {
		add(path)
	}
	return a
}

// place gives where a file is compiled from, and the prefix of that path which stands for the package's folder. A file
// whose path does not end in its name is copied to one that does: paths show in stack traces.
func (c *Compiler) place(j job, f *source.File) (path, prefix string, err error) {
	text, changed := j.texts[f]
	if prefix, ok := strings.CutSuffix(f.Path, "/"+f.Name); ok && !changed {
		return f.Path, prefix, nil
	}
	if !changed {
		text = string(f.Text)
	}
	prefix = filepath.Join(j.work, f.Role)
	path = filepath.Join(prefix, filepath.FromSlash(f.Name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", "", err
	}
	return path, prefix, os.WriteFile(path, []byte(text), 0o644)
}

// diagnose reads the compiler's words. Only places in files of the request are kept, and no path that is not a name of
// the request is shown: //line directives are refused, but what a compiler may quote is not ours to decide.
func (c *Compiler) diagnose(end ending, names map[string]string) []request.Diagnostic {
	if end.limit != "" {
		return []request.Diagnostic{{Severity: request.Error, Code: "limit", Message: limitMessage(end.limit)}}
	}
	var list []request.Diagnostic
	for line := range strings.Lines(end.said) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "\t") && len(list) > 0 {
			list[len(list)-1].Message += "\n" + c.hidePaths(strings.TrimPrefix(line, "\t"), names)
			continue
		}
		if d, ok := readPlace(line, names); ok && d.Message != "too many errors" {
			// What is found while the object is written names symbols: "course/p/x.big: symbol too large".
			d.Message = strings.TrimPrefix(c.hidePaths(d.Message, names), c.request.ImportPath+".")
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		list = append(list, request.Diagnostic{Severity: request.Error, Code: "compile", Message: c.withoutPlace(end.said, names)})
	}
	return list
}

// withoutPlace is what can be said of an end for which the compiler names no place.
func (c *Compiler) withoutPlace(said string, names map[string]string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	switch {
	case strings.Contains(said, "internal compiler error"), strings.Contains(said, "\ngoroutine "):
		return "the compiler has a fault that this code brings out"
	case first == "":
		return "the compiler ended without saying why"
	}
	return "the compiler says: " + c.hidePaths(first, names)
}

func limitMessage(limit string) string {
	switch limit {
	case LimitCPU:
		return "compiling it took more processor time than is allowed"
	case LimitMemory:
		return "compiling it took more memory than is allowed"
	}
	return "it is too large or too deeply nested to be compiled"
}

// readPlace reads "path:line:column: message".
func readPlace(line string, names map[string]string) (request.Diagnostic, bool) {
	d := request.Diagnostic{Severity: request.Error, Code: "compile"}
	for path, name := range names {
		rest, ok := strings.CutPrefix(line, path+":")
		if !ok {
			continue
		}
		d.File = name
		for _, field := range []*int{&d.Line, &d.Column} {
			number, after, found := strings.Cut(rest, ":")
			n, err := strconv.Atoi(number)
			if !found || err != nil {
				break
			}
			*field, rest = n, after
		}
		d.Message = strings.TrimSpace(rest)
		if name == "" {
			d.Line, d.Column = 0, 0
		}
		return d, true
	}
	return d, false
}

// hidePaths turns paths on disk into names of the request.
func (c *Compiler) hidePaths(message string, names map[string]string) string {
	for path, name := range names {
		if name == "" {
			name = "(generated)"
		}
		message = strings.ReplaceAll(message, path, name)
	}
	return strings.ReplaceAll(message, c.request.Out, "")
}

// archive is what the compiler writes.
func (j *job) archive() string { return filepath.Join(j.work, "p.a") }

func unique(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
