package mutate

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/helper/internal/check"
	"assay/helper/internal/compile"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

const program = `package p

type failure struct{}

func (failure) Error() string { return "" }

var calls int

func sub(a, b int, c string) int { return a - b }

func find(list []int, n int) (int, error) {
	calls++
	for i := 0; i < len(list); i++ {
		if list[i] == n {
			return i, nil
		}
	}
	unused := 1
	_ = unused
	return sub(len(list), n, ""), failure{}
}
`

func mutants(t *testing.T, order request.Mutate) []Mutant {
	t.Helper()
	list, _ := mutantsAndStray(t, order)
	return list
}

func mutantsAndStray(t *testing.T, order request.Mutate) ([]Mutant, []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	tree, err := source.Load(&request.Request{Lang: "go1.26", ImportPath: "p", Files: []request.File{{Name: "p.go", Path: file, Role: request.Readonly}}})
	if err != nil {
		t.Fatal(err)
	}
	order.Files = []string{"p.go"}
	list, stray, err := Of(tree, check.NewTypes(tree, &compile.Library{}, tree.Files), tree.Files, order)
	if err != nil {
		t.Fatal(err)
	}
	return list, stray
}

func TestEachOperatorChangesOnePlace(t *testing.T) {
	for operator, want := range map[string][]string{
		"negate-conditions": {"13:14 i < len(list) => !(i < len(list))", "14:6 list[i] == n => !(list[i] == n)"},
		"off-by-one":        {"13:16 < => <="},
		"drop-return-error": {"20:32 failure{} => nil"},
		// Without the assignment the variable would be unused: that is no mutant.
		"remove-statement": {"12:2 calls++ => {}"},
		"swap-arguments":   {"20:9 len(list), n => n, len(list)"},
	} {
		t.Run(operator, func(t *testing.T) {
			var got []string
			for _, m := range mutants(t, request.Mutate{Operators: []string{operator}}) {
				got = append(got, strings.TrimPrefix(m.Name, operator+" p.go:")+" "+m.Was+" => "+m.Is)
				if strings.Count(string(m.Text), "\n") != strings.Count(program, "\n") {
					t.Errorf("%s changes the lines", m.Name)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestStruckOutOnesAreNotMade(t *testing.T) {
	got := mutants(t, request.Mutate{Operators: []string{"negate-conditions"}, Strike: []string{"negate-conditions p.go:14:6"}})
	if len(got) != 1 || got[0].Line != 13 {
		t.Errorf("%d mutants, want the one on line 13", len(got))
	}
	_, stray := mutantsAndStray(t, request.Mutate{Operators: []string{"off-by-one"}, Strike: []string{"off-by-one p.go:13:16", "off-by-one p.go:99:1"}})
	if !slices.Equal(stray, []string{"off-by-one p.go:99:1"}) {
		t.Errorf("stray: %q, want the one on line 99", stray)
	}
	if got := mutants(t, request.Mutate{Operators: []string{"negate-conditions", "off-by-one"}, Most: 2}); len(got) != 2 {
		t.Errorf("%d mutants, at most 2 were asked for", len(got))
	}
}
