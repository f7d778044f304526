package compile

import (
	"fmt"
	"go/ast"
	"strconv"
	"strings"

	"assay/helper/internal/gotest"
	"assay/helper/internal/source"
)

// HarnessPath is the harness's import path.
const HarnessPath = "assay/harness"

// registration is the text of the file that is compiled into each package of a test binary, first of its files. It
// imports the harness, so that the harness is initialised before the package, and registers the package's tests. It
// uses no predeclared name: the learner's package may have given `true` or `string` another meaning.
func registration(name string, files []*source.File, tests []gotest.Found) string {
	alias := freeName(files)
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\n", name)
	if len(tests) == 0 {
		fmt.Fprintf(&b, "import _ %q\n", HarnessPath)
		return b.String()
	}
	fmt.Fprintf(&b, "import %s %q\n\nfunc init() {\n", alias, HarnessPath)
	for _, t := range tests {
		switch t.Kind {
		case gotest.KindTest:
			fmt.Fprintf(&b, "\t%s.Test(%q, %s)\n", alias, t.Name, t.Func)
		case gotest.KindFuzz:
			fmt.Fprintf(&b, "\t%s.Fuzz(%q, %s)\n", alias, t.Name, t.Func)
		case gotest.KindExample:
			call := "Example"
			if t.Unordered {
				call = "ExampleUnordered"
			}
			fmt.Fprintf(&b, "\t%s.%s(%q, %s, %s)\n", alias, call, t.Name, t.Func, strconv.Quote(t.Output))
		}
	}
	b.WriteString("}\n")
	return b.String()
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
