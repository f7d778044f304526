package source

import (
	"path"
	"slices"
	"strings"
)

// Package is a folder's files in one build: the package itself, the tests inside it, and those of the external test
// package beside it.
type Package struct {
	Dir      string
	Path     string
	Name     string
	Files    []*File
	Tests    []*File
	External []*File
}

// All gives the package's own files and the tests inside it, as they are compiled together.
func (p *Package) All() []*File { return slices.Concat(p.Files, p.Tests) }

// Packages groups Go files by folder. The packages are sorted by folder.
func Packages(importPath string, files []*File) []*Package {
	byDir := map[string]*Package{}
	var list []*Package
	for _, f := range files {
		if !f.IsGo() {
			continue
		}
		p := byDir[f.Dir]
		if p == nil {
			p = &Package{Dir: f.Dir, Path: path.Join(importPath, f.Dir)}
			byDir[f.Dir] = p
			list = append(list, p)
		}
		switch {
		case f.External():
			p.External = append(p.External, f)
		case f.IsTest():
			p.Tests = append(p.Tests, f)
		default:
			p.Files = append(p.Files, f)
		}
	}
	for _, p := range list {
		p.Name = p.nameOf()
	}
	slices.SortFunc(list, func(a, b *Package) int { return strings.Compare(a.Dir, b.Dir) })
	return list
}

// nameOf is the package's name: its files say it, else the tests inside it, else the external ones.
func (p *Package) nameOf() string {
	for _, f := range p.All() {
		if name := f.Package(); name != "" {
			return name
		}
	}
	for _, f := range p.External {
		return strings.TrimSuffix(f.Package(), "_test")
	}
	return ""
}

// Cycle is an import cycle: the import paths, the first again at the end.
type Cycle []string

// Order sorts the packages so that each comes after those that it imports, the tests' imports included, and gives a
// cycle where there is none such order.
func Order(list []*Package) ([]*Package, Cycle) {
	byPath := map[string]*Package{}
	for _, p := range list {
		byPath[p.Path] = p
	}
	const visiting, visited = 1, 2
	state := map[*Package]int{}
	var (
		ordered []*Package
		trail   []string
		visit   func(*Package) Cycle
	)
	visit = func(p *Package) Cycle {
		switch state[p] {
		case visited:
			return nil
		case visiting:
			return append(slices.Clone(trail[slices.Index(trail, p.Path):]), p.Path)
		}
		state[p] = visiting
		trail = append(trail, p.Path)
		for _, f := range p.All() {
			for _, i := range f.Imports() {
				if dep := byPath[i.Path]; dep != nil {
					if c := visit(dep); c != nil {
						return c
					}
				}
			}
		}
		trail = trail[:len(trail)-1]
		state[p] = visited
		ordered = append(ordered, p)
		return nil
	}
	for _, p := range list {
		if c := visit(p); c != nil {
			return nil, c
		}
	}
	return ordered, nil
}
