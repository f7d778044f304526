package compile

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"assay/helper/internal/cover"
	"assay/helper/internal/gotest"
	"assay/helper/internal/source"
)

// HarnessPath is the harness's import path.
const HarnessPath = "assay/harness"

// registration is the text of the file that is compiled into each package of a test binary, first of its files. It
// imports the harness, so that the harness is initialised before the package, and registers the package's tests. It
// uses no predeclared name: the learner's package may have given `true` or `string` another meaning.
func registration(name string, files []*source.File, tests []gotest.Found, counters []*cover.Counters) string {
	alias := freeName(files)
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\n", name)
	if len(tests)+len(counters) == 0 {
		fmt.Fprintf(&b, "import _ %q\n", HarnessPath)
		return b.String()
	}
	fmt.Fprintf(&b, "import %s %q\n\n", alias, HarnessPath)
	for _, c := range counters {
		fmt.Fprintf(&b, "var %s [%d]%s.Count\n\n", c.Name, len(c.Blocks), alias)
	}
	b.WriteString("func init() {\n")
	for _, c := range counters {
		fmt.Fprintf(&b, "\t%s.Cover(%d, %s[:])\n", alias, c.First, c.Name)
	}
	for _, t := range tests {
		switch t.Kind {
		case gotest.KindTest:
			fmt.Fprintf(&b, "\t%s.Test(%q, %s)\n", alias, t.Name, t.Func)
		case gotest.KindFuzz:
			fmt.Fprintf(&b, "\t%s.Fuzz(%q, %s)\n", alias, t.Name, t.Func)
		case gotest.KindBenchmark:
			fmt.Fprintf(&b, "\t%s.Benchmark(%q, %s)\n", alias, t.Name, t.Func)
		case gotest.KindExample:
			call := "Example"
			if t.Unordered {
				call = "ExampleUnordered"
			}
			fmt.Fprintf(&b, "\t%s.%s(%q, %s, %s)\n", alias, call, t.Name, t.Func, strconv.Quote(t.Output))
		}
	}
	if slices.ContainsFunc(tests, func(t gotest.Found) bool { return t.Kind == gotest.KindFuzz }) {
		fmt.Fprintf(&b, "\t%s.Dictionary(%s)\n", alias, strings.Join(literals(files), ", "))
	}
	b.WriteString("}\n")
	return b.String()
}

// maxLiterals bounds what a fuzz target's dictionary takes from the code under test.
const maxLiterals = 200

// literals gives the short strings and characters of files that are no tests, quoted, each once.
func literals(files []*source.File) []string {
	var list []string
	for _, f := range files {
		if f.Syntax == nil || f.IsTest() {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			if _, ok := n.(*ast.ImportSpec); ok {
				return false
			}
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING && literal.Kind != token.CHAR {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			quoted := strconv.Quote(text)
			if err == nil && text != "" && len(text) <= 64 && len(list) < maxLiterals && !slices.Contains(list, quoted) {
				list = append(list, quoted)
			}
			return true
		})
	}
	return list
}

// freeName is a name for the harness that the package does not use.
func freeName(files []*source.File) string {
	used := map[string]bool{}
	for _, f := range files {
		if f.Syntax == nil {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				used[id.Name] = true
			}
			return true
		})
	}
	name := "assayharness"
	for used[name] {
		name += "_"
	}
	return name
}

// mainText is the text of the generated main package.
func mainText(packages []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport (\n\tharness %q\n", HarnessPath)
	for _, p := range packages {
		fmt.Fprintf(&b, "\t_ %q\n", p)
	}
	b.WriteString(")\n\nfunc main() { harness.Main() }\n")
	return b.String()
}
