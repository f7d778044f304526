package compile

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/helper/internal/cover"
	"assay/helper/internal/gotest"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// Unit is one thing that is compiled and, but for `alone`, linked.
type Unit struct {
	Name string
	Race bool
	// roles whose files are in it
	roles []string
	// sets whose tests are registered; nil where it is no test binary
	sets []string
	// of a variant: its files, the one function that is registered, and what is counted
	files []*source.File
	only  string
	cover []string
	// compiled only, to see that everything fits
	bare bool
	// of a variant that shares its binary: what its packages' import paths end in, and what its tests' names begin with
	suffix, prefix string
}

// Share makes a variant one of several in a binary. What its packages are called there nobody can guess: a test that
// could tell the reference by its package's path would not have to look at what it does.
func (u Unit) Share() (Unit, error) {
	var random [6]byte
	if _, err := rand.Read(random[:]); err != nil {
		return u, err
	}
	u.suffix, u.prefix = "_"+hex.EncodeToString(random[:]), u.Name+":"
	return u, nil
}

// Variant is a test binary of files that are all named.
func Variant(v request.Variant, files []*source.File, race bool) Unit {
	u := Unit{Name: v.ID, Race: race, sets: v.Register, files: files, only: v.Only, cover: v.Cover}
	if u.sets == nil {
		u.sets = []string{}
	}
	return u
}

// IsVariant reports whether the unit is one of those that the request lists by their files.
func (u Unit) IsVariant() bool { return u.files != nil }

// Units that there are. The visible unit holds nothing of the hidden tests, neither code nor names. The hidden one holds
// the visible files too, since hidden tests may use their helpers, but not the learner's own tests.
func Alone() Unit { return Unit{Name: "alone", roles: []string{request.Learner, request.Readonly}} }

// Visible is the test binary of the visible tests and of the learner's own.
func Visible(race bool) Unit {
	return Unit{Name: "visible", Race: race, roles: []string{request.Learner, request.Readonly, request.Visible},
		sets: []string{request.Learner, request.Visible}}
}

// Fit is what Visible holds, for an exercise that never runs it: it is compiled, and there is no main package and no link.
func Fit() Unit {
	u := Visible(false)
	u.bare = true
	return u
}

// Bare reports whether the unit is not linked.
func (u Unit) Bare() bool { return u.bare }

// Hidden is the test binary of the hidden tests.
func Hidden(race bool) Unit {
	return Unit{Name: "hidden", Race: race, roles: request.Roles, sets: []string{request.Hidden}}
}

// Both is the two as one binary, without the learner's own tests.
func Both(race bool) Unit {
	return Unit{Name: "both", Race: race, roles: request.Roles, sets: []string{request.Visible, request.Hidden}}
}

// program is the name of the unit that is no test binary.
const program = "program"

// Program is the main package as a program.
func Program(race bool) Unit {
	return Unit{Name: program, Race: race, roles: []string{request.Learner, request.Readonly}}
}

// tests reports whether test files belong to the unit.
func (u Unit) tests() bool { return u.sets != nil }

// Files gives the files of the unit.
func (u Unit) Files(t *source.Tree) []*source.File {
	if u.files != nil {
		return u.files
	}
	return slices.DeleteFunc(t.Effective(u.Race, u.roles...), func(f *source.File) bool {
		if !f.IsTest() {
			return false
		}
		return !u.tests() || (f.IsLearner() && !slices.Contains(u.sets, request.Learner))
	})
}

// Compile compiles all packages of a unit. A result that is not OK is the submission's doing; an error is ours.
func (c *Compiler) Compile(ctx context.Context, u Unit) (Result, *Binary, error) {
	library, err := c.Library(u.Race)
	if err != nil {
		return Result{}, nil, err
	}
	files := u.Files(c.tree)
	packages, problems := c.packagesOf(u, files, library)
	if len(problems) > 0 {
		return Result{Diagnostics: problems}, nil, nil
	}
	b := &Binary{unit: u, library: library, packages: Archives{}, mapped: map[string]string{}, work: c.work(u), counters: map[*source.File]*cover.Counters{}}
	if err := b.count(files); err != nil {
		return Result{}, nil, err
	}
	for _, p := range packages {
		result, err := c.compilePackage(ctx, b, p, files)
		if err != nil || !result.OK {
			return result, nil, err
		}
	}
	for _, p := range packages {
		result, err := c.compileExternal(ctx, b, p, files)
		if err != nil || !result.OK {
			return result, nil, err
		}
	}
	if u.tests() && u.suffix == "" && !u.bare {
		err := c.compileMain(ctx, b)
		return Result{OK: err == nil}, b, err
	}
	return Result{OK: true}, b, nil
}

func (c *Compiler) work(u Unit) string {
	name := u.Name
	if u.Race {
		name += "-race"
	}
	return filepath.Join(c.request.Out, "work", name)
}

// packagesOf groups and orders the files, and finds what no compiler would say as well.
func (c *Compiler) packagesOf(u Unit, files []*source.File, library *Library) ([]*source.Package, []request.Diagnostic) {
	packages := source.Packages(c.request.ImportPath, files)
	if len(packages) == 0 {
		return nil, c.noFile(u)
	}
	var problems []request.Diagnostic
	problems = append(problems, c.unknownImports(files, packages, library)...)
	problems = append(problems, c.clauses(u)...)
	if u.Name == program {
		problems = append(problems, c.notMain(packages[0])...)
	}
	ordered, cycle := source.Order(packages)
	if cycle != nil && len(problems) == 0 {
		problems = append(problems, request.Diagnostic{Severity: request.Error, Code: "compile",
			File: firstFile(packages, cycle[0]), Line: 1,
			Message: "import cycle not allowed: " + strings.Join(cycle, " imports ")})
	}
	return ordered, problems
}

// noFile says why nothing is left to compile: there is no file, or each is left out by its build line or its name.
func (c *Compiler) noFile(u Unit) []request.Diagnostic {
	var problems []request.Diagnostic
	for _, f := range c.tree.Files {
		if !f.IsGo() || !f.IsLearner() || f.In(u.Race) {
			continue
		}
		d := request.Diagnostic{File: f.Name, Line: 1, Column: 1, Severity: request.Error, Code: "compile",
			Message: "its name leaves this file out of the build, and there is no other Go file"}
		number := 0
		for line := range strings.Lines(string(f.Text)) {
			number++
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "//go:build ") {
				d.Line, d.Message = number, "the build line "+line+" leaves this file out of the build, and there is no other Go file"
				break
			}
		}
		problems = append(problems, d)
	}
	if len(problems) == 0 {
		problems = append(problems, request.Diagnostic{Severity: request.Error, Code: "compile", Message: "there is no Go file"})
	}
	return problems
}

// notMain says what is wrong where a program is asked for and the root package is none.
func (c *Compiler) notMain(root *source.Package) []request.Diagnostic {
	if root.Dir == "" && root.Name == "main" {
		return nil
	}
	f := root.All()[0]
	message := "a program is needed here: package main, with a function main"
	if f.Syntax == nil || f.Syntax.Name == nil {
		return []request.Diagnostic{c.tree.Say(f, 0, "package", message)}
	}
	return []request.Diagnostic{c.tree.Say(f, f.Syntax.Name.Pos(), "package", message)}
}

func firstFile(packages []*source.Package, path string) string {
	for _, p := range packages {
		if p.Path == path {
			return p.All()[0].Name
		}
	}
	return ""
}

// compilePackage compiles a package with the tests inside it.
func (c *Compiler) compilePackage(ctx context.Context, b *Binary, p *source.Package, all []*source.File) (Result, error) {
	files := p.All()
	if len(files) == 0 {
		return Result{OK: true}, nil // external tests only
	}
	j := job{path: p.Path, flagP: p.Path, files: files, race: b.unit.Race}
	if b.unit.Name == program && p.Name == "main" && p.Dir == "" {
		j.flagP = "main"
	}
	return c.compileJob(ctx, b, j, p, p.Name, all)
}

// compileExternal compiles the external test package beside a package.
func (c *Compiler) compileExternal(ctx context.Context, b *Binary, p *source.Package, all []*source.File) (Result, error) {
	if len(p.External) == 0 {
		return Result{OK: true}, nil
	}
	path := p.Path + "_test"
	return c.compileJob(ctx, b, job{path: path, flagP: path, files: p.External, race: b.unit.Race}, p, p.Name+"_test", all)
}

func (c *Compiler) compileJob(ctx context.Context, b *Binary, j job, p *source.Package, name string, all []*source.File) (Result, error) {
	j.work = filepath.Join(b.work, fmt.Sprint(len(b.order)))
	j.imports, j.mapped = b.importable(), b.mapped
	written := j.path
	if b.unit.suffix != "" {
		j.path += b.unit.suffix
		j.flagP = j.path
	}
	embeds, problems := embedding(c.tree, j.files, candidates(j.files, all))
	if len(problems) > 0 {
		return Result{Diagnostics: problems}, nil
	}
	j.embeds = embeds
	if b.unit.tests() {
		var tests []gotest.Found
		for _, t := range gotest.In(all) {
			if slices.Contains(j.files, t.File) && t.Kind != gotest.KindMain && b.unit.registers(t) {
				t.Name = b.unit.prefix + t.Name
				tests = append(tests, t)
			}
		}
		j.generated = map[string]string{"assay_register.go": registration(name, j.files, tests, b.registered(j.files))}
		j.extra = []string{HarnessPath}
		j.texts = b.texts(j.files)
	}
	result, err := c.compile(ctx, j)
	if result.OK {
		b.mapped[written] = j.path
		b.packages[j.path] = j.archive()
		b.order = append(b.order, j.path)
	}
	return result, err
}

// registers reports whether the harness gets the test. Benchmarks and fuzz targets that were asked for by name come from
// whatever set they are of.
func (u Unit) registers(t gotest.Found) bool {
	if u.only != "" {
		return t.Name == u.only
	}
	return slices.Contains(u.sets, t.Set())
}

// candidates is what may be embedded: where all the files are the learner's or read-only, only such.
func candidates(files, all []*source.File) []*source.File {
	author := func(f *source.File) bool { return f.Role == request.Visible || f.Role == request.Hidden }
	if slices.ContainsFunc(files, author) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), author)
}

// compileMain compiles the generated main package. It is all ours, so that an error is a fault of ours, or of the
// author's tests at most.
func (c *Compiler) compileMain(ctx context.Context, b *Binary) error {
	j := job{path: "main", flagP: "main", race: b.unit.Race, work: filepath.Join(b.work, "main"), imports: b.importable(),
		generated: map[string]string{"assay_main.go": mainText(b.order)}, extra: append([]string{HarnessPath}, b.order...)}
	result, err := c.compile(ctx, j)
	if err == nil && !result.OK {
		err = fmt.Errorf("the generated main package of unit %s does not compile: %s", b.unit.Name,
			result.Diagnostics[0].Message)
	}
	b.main = j.archive()
	return err
}

// Binary is a unit on its way to an executable file.
type Binary struct {
	unit     Unit
	library  *Library
	packages Archives          // import path to archive
	mapped   map[string]string // import path as sources write it, to that of the archive
	order    []string
	main     string
	work     string
	counters map[*source.File]*cover.Counters
	blocks   []request.Block
}

// count puts counters into the files that the unit names, in the order of the files. Their variables have names that
// nobody can guess: a learner's test shares the package with them.
func (b *Binary) count(files []*source.File) error {
	for _, f := range files {
		if !f.IsGo() || f.IsTest() || f.Syntax == nil || f.Problem != nil || !slices.Contains(b.unit.cover, f.Name) || b.unit.Race {
			continue
		}
		c, err := cover.Count(f, len(b.blocks))
		if err != nil {
			return err
		}
		b.counters[f] = c
		b.blocks = append(b.blocks, c.Blocks...)
	}
	return nil
}

// Blocks is what the unit's counters count.
func (b *Binary) Blocks() []request.Block { return b.blocks }

// registered are the counters in the files of one package.
func (b *Binary) registered(files []*source.File) []*cover.Counters {
	var list []*cover.Counters
	for _, f := range files {
		if c := b.counters[f]; c != nil {
			list = append(list, c)
		}
	}
	return list
}

// texts are those of the files that are not compiled as they are.
func (b *Binary) texts(files []*source.File) map[*source.File]string {
	texts := map[*source.File]string{}
	for _, f := range files {
		if c := b.counters[f]; c != nil {
			texts[f] = c.Text
		}
	}
	return texts
}

// importable is what the next package may import: the public standard library, the packages before it, and in test
// binaries the harness, for the generated files.
func (b *Binary) importable() Archives {
	a := Archives{}
	for path, archive := range b.library.Public {
		a[path] = archive
	}
	for written, path := range b.mapped {
		a[written] = b.packages[path]
	}
	if b.unit.tests() {
		a[HarnessPath] = b.library.All[HarnessPath]
	}
	return a
}

// LinkShared writes one executable file of several variants. Their packages are initialised in an order that says nothing
// of which is which.
func (c *Compiler) LinkShared(ctx context.Context, list []*Binary) (request.Linked, error) {
	all := &Binary{unit: Unit{Name: "shared", sets: []string{}}, library: list[0].library, packages: Archives{}, mapped: map[string]string{}}
	all.work = c.work(all.unit)
	for _, b := range list {
		for path, archive := range b.packages {
			all.packages[path], all.mapped[path] = archive, path
		}
		all.order = append(all.order, b.order...)
	}
	slices.SortFunc(all.order, func(a, b string) int { return strings.Compare(byChance(a), byChance(b)) })
	if err := c.compileMain(ctx, all); err != nil {
		return request.Linked{}, err
	}
	return c.Link(ctx, all)
}

// byChance is the random end of a path, and then the path: a key to sort by.
func byChance(path string) string { return path[strings.LastIndex(path, "_")+1:] + path }

// Link writes the executable file and gives its name in the out folder.
func (c *Compiler) Link(ctx context.Context, b *Binary) (request.Linked, error) {
	event := request.Linked{Unit: b.unit.Name, Race: b.unit.Race}
	name := b.unit.Name + ".test"
	if b.unit.Name == program {
		name = program
		b.main = b.packages[c.request.ImportPath]
	}
	config := filepath.Join(b.work, "importcfg.link")
	all := Archives{}
	for path, archive := range b.library.All {
		all[path] = archive
	}
	for path, archive := range b.packages {
		all[path] = archive
	}
	if err := all.write(config); err != nil {
		return event, err
	}
	binary := filepath.Join(c.request.Out, name)
	var end ending
	if early := c.takeEarly(b.unit); early != nil {
		end = early.finish(b.main, config, binary)
	}
	// Also where the early linker gave up: it knows less than the plain one about what may stand where.
	if !end.ok && end.limit == "" && end.fault == nil && ctx.Err() == nil {
		args := c.linkFlags(binary, config, b.unit.tests(), b.unit.Race)
		end = runChild(ctx, b.work, filepath.Join(c.request.Go, "bin", "link"), 2, append(args, b.main))
	}
	if end.fault != nil {
		return event, end.fault
	}
	event.OK, event.Limit, event.File = end.ok, end.limit, name
	if !end.ok {
		event.Message, event.File = c.linkMessage(end), ""
		os.Remove(filepath.Join(c.request.Out, name))
	}
	return event, nil
}

func (c *Compiler) linkFlags(binary, config string, tests, race bool) []string {
	args := []string{"-o", binary, "-importcfg", config, "-buildmode=exe", "-linkmode=internal", "-s", "-w"}
	if tests {
		args = append(args, "-X", "testing.testBinary=1")
	}
	if race {
		args = append(args, "-race", "-libgcc", filepath.Join(c.request.Go, "race", "libgcc.a"))
	}
	return args
}

// linkMessage says why linking failed. The linker names symbols of the submission, never its text.
func (c *Compiler) linkMessage(end ending) string {
	if end.limit != "" {
		return strings.Replace(limitMessage(end.limit), "compil", "link", 1)
	}
	said := strings.ReplaceAll(strings.TrimSpace(end.said), c.request.Out, "")
	return strings.ReplaceAll(said, c.request.Go, "")
}
