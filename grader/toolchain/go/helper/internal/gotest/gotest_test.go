package gotest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

func TestFindsWhatGoTestFinds(t *testing.T) {
	const text = `package x

import (
	"testing"
	tt "testing"
)

func TestA(t *testing.T)           {}
func Test(t *tt.T)                 {}
func Testify(t *testing.T)         {}
func TestÄ(t *testing.T)           {}
func Test_b(t *testing.T)          {}
func TestMain(m *testing.M)        {}
func TestTwo(a, b *testing.T)      {}
func TestResult(t *testing.T) int  { return 0 }
func TestGeneric[T any](t *testing.T) {}
func (x) TestMethod(t *testing.T)  {}
func BenchmarkA(b *testing.B)      {}
func FuzzA(f *testing.F)           {}
func ExampleNone()                 {}
func ExampleEmpty() {
	// Output:
}
func ExampleSome() {
	// Output: some
}
func ExampleAny() {
	// Unordered output:
	// a
	// b
}

type x int
`
	path := filepath.Join(t.TempDir(), "x_test.go")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	tree, err := source.Load(&request.Request{Lang: "go1.26", Files: []request.File{{Name: "x_test.go", Path: path, Role: "hidden"}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, found := range In(tree.Files) {
		got = append(got, fmt.Sprintf("%s:%s:%q", found.Kind, found.Name, found.Output))
	}
	want := `test:TestA:"" test:Test:"" test:TestÄ:"" test:Test_b:"" main:TestMain:"" benchmark:BenchmarkA:"" fuzz:FuzzA:"" ` +
		`example:ExampleEmpty:"" example:ExampleSome:"some\n" example:ExampleAny:"a\nb\n"`
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	if events := Events(tree, In(tree.Files)); events[1].Position != 1 || events[1].Set != "hidden" || events[1].Line != 9 {
		t.Errorf("%+v", events[1])
	}
}
