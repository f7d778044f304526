package source

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/helper/internal/request"
)

// load parses files given as role, name, text.
func load(t *testing.T, files ...[3]string) *Tree {
	t.Helper()
	r := &request.Request{ImportPath: "course/x", Lang: "go1.26"}
	for i, f := range files {
		path := filepath.Join(t.TempDir(), strings.ReplaceAll(f[1], "/", "_"))
		if err := os.WriteFile(path, []byte(f[2]), 0o644); err != nil {
			t.Fatal(i, err)
		}
		r.Files = append(r.Files, request.File{Role: f[0], Name: f[1], Path: path})
	}
	tree, err := Load(r)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestConstraintsDecideWhatBelongs(t *testing.T) {
	tree := load(t,
		[3]string{"learner", "plain.go", "package x\n"},
		[3]string{"learner", "a_windows.go", "package x\n"},
		[3]string{"learner", "b_linux.go", "package x\n"},
		[3]string{"learner", "c.go", "//go:build race\n\npackage x\n"},
		[3]string{"learner", "d.go", "//go:build !race\n\npackage x\n"},
		[3]string{"learner", "e.go", "//go:build go1.27\n\npackage x\n"},
		[3]string{"learner", "f.go", "//go:build go1.26 && gc && !cgo\n\npackage x\n"},
		[3]string{"learner", "g.go", "//go:build ignore\n\npackage x\n"},
		[3]string{"learner", "_h.go", "package x\n"},
		[3]string{"learner", "notes.txt", "text\n"},
	)
	names := func(race bool) []string {
		var list []string
		for _, f := range tree.Effective(race, request.Learner) {
			list = append(list, f.Name)
		}
		return list
	}
	if got, want := names(false), []string{"b_linux.go", "d.go", "f.go", "notes.txt", "plain.go"}; !slices.Equal(got, want) {
		t.Errorf("plain: %v, want %v", got, want)
	}
	if got, want := names(true), []string{"b_linux.go", "c.go", "f.go", "notes.txt", "plain.go"}; !slices.Equal(got, want) {
		t.Errorf("race: %v, want %v", got, want)
	}
}

func TestLaterRolesReplaceEarlierOnes(t *testing.T) {
	tree := load(t, [3]string{"visible", "a.go", "package v\n"}, [3]string{"learner", "a.go", "package l\n"},
		[3]string{"hidden", "a.go", "package h\n"})
	for want, roles := range map[string][]string{
		"l": {request.Learner}, "v": {request.Learner, request.Visible}, "h": request.Roles,
	} {
		if got := tree.Effective(false, roles...); len(got) != 1 || got[0].Package() != want {
			t.Errorf("%v: %+v, want package %s", roles, got, want)
		}
	}
}

func TestNesting(t *testing.T) {
	for text, deep := range map[string]bool{
		"func f() { if x { g(h(1)) } }":             false,
		strings.Repeat("f(x);\n", 5000):             false,
		strings.Repeat("{", 1500):                   true,
		strings.Repeat("- ", 1500):                  true,
		strings.Repeat("if a { } else ", 1500) + "": true,
	} {
		if got := nesting([]byte(text)) > deepNesting; got != deep {
			t.Errorf("%.20s…: %v", text, got)
		}
	}
}

func TestOrder(t *testing.T) {
	tree := load(t,
		[3]string{"learner", "a.go", "package x\n\nimport _ \"course/x/b\"\n"},
		[3]string{"learner", "b/b.go", "package b\n\nimport _ `course/x/c`\n"},
		[3]string{"learner", "c/c.go", "package c\n"},
	)
	ordered, cycle := Order(Packages("course/x", tree.Files))
	var got []string
	for _, p := range ordered {
		got = append(got, p.Path)
	}
	if want := []string{"course/x/c", "course/x/b", "course/x"}; cycle != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, cycle, want)
	}
}
