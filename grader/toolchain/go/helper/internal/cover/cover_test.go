package cover

import (
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// program has every statement that begins or ends a block.
const program = `package p

import "errors"

func f(a int, c chan int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("x")
		}
	}()
	if a > 1 {
		a--
	} else if a < 0 {
		a++
		a++
	} else if b := a; b == 0 {
		return nil
	} else {
		panic("a")
	}
outer:
	for i := range 3 {
		switch {
		case i == 1:
			continue outer
		case i == 2:
		default:
			a += i
		}
	}
	select {
	case c <- 1:
		a = 2
	default:
	}
	for a < 5 {
		a++
		{
			a++
		}
	}
	g := func() int { return a }
	a = g()
	return
}
`

func TestCountsTheStatementsThatGoToolCoverCounts(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "tool", "cover", "-mode=set", "-var=Cover", file).Output()
	if err != nil {
		t.Fatalf("go tool cover: %v", err)
	}
	_, table, _ := strings.Cut(string(out), "NumStmt: [")
	want, blocks := 0, 0
	for _, m := range regexp.MustCompile(`(?m)^\s+(\d+), // \d+$`).FindAllStringSubmatch(table, -1) {
		n, _ := strconv.Atoi(m[1])
		want += n
		blocks++
	}
	f := parsed(t, file)
	c, err := Count(f, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, b := range c.Blocks {
		got += b.Statements
	}
	if want == 0 || got != want {
		t.Errorf("%d statements, go tool cover has %d (in %d blocks)", got, want, blocks)
	}
}

func TestTextParsesAndKeepsItsLines(t *testing.T) {
	file := filepath.Join(t.TempDir(), "p.go")
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := Count(parsed(t, file), 0)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(c.Text, "\n") != strings.Count(program, "\n") {
		t.Error("lines were added")
	}
	if _, err := parser.ParseFile(token.NewFileSet(), "p.go", c.Text, 0); err != nil {
		t.Errorf("%v in\n%s", err, c.Text)
	}
}

func parsed(t *testing.T, file string) *source.File {
	t.Helper()
	tree, err := source.Load(&request.Request{Lang: "go1.26", Files: []request.File{{Name: "p.go", Path: file, Role: request.Readonly}}})
	if err != nil {
		t.Fatal(err)
	}
	return tree.Files[0]
}
