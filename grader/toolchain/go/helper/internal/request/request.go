// Package request holds what the C++ side asks for and what it is told: the two ends of `assay-go build`. PROTOCOL.md
// is the contract; names of fields and their order of appearance in events are part of it.
package request

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
)

// Roles of files. A later role replaces files of the same name.
const (
	Learner  = "learner"
	Readonly = "readonly"
	Visible  = "visible"
	Hidden   = "hidden"
)

// Roles in the order in which they replace each other.
var Roles = []string{Learner, Readonly, Visible, Hidden}

// File is one file of a submission or exercise. Name is relative to the package's folder, Path is where it lies.
type File struct {
	Name string `json:"name"`
	Path string `json:"path"`
	Role string `json:"role"`
}

// Policy is one check of kind `policy`.
type Policy struct {
	ID             string   `json:"id"`
	AllowImports   []string `json:"allow_imports"`
	ForbidImports  []string `json:"forbid_imports"`
	RequireImports []string `json:"require_imports"`
	Forbid         []string `json:"forbid"`
	Require        []string `json:"require"`
	Documented     bool     `json:"documented"`
}

// Tests says which test binaries are wanted.
type Tests struct {
	Visible  bool `json:"visible"`
	Hidden   bool `json:"hidden"`
	Race     bool `json:"race"`
	AutoRace bool `json:"auto_race"`
}

// Program asks for the main package as a program.
type Program struct {
	Race bool `json:"race"`
}

// Variant is one more test binary, of files that are all named: the learner's tests over a mutant, the reference under the
// author's benchmark. Only is the one benchmark or fuzz target that is registered, instead of the tests of the sets in
// Register. The statements of the files in Cover are counted. Shared ones may be linked into one binary with each other,
// where nothing of them runs before its tests.
type Variant struct {
	ID       string   `json:"id"`
	Files    []File   `json:"files"`
	Register []string `json:"register"`
	Only     string   `json:"only"`
	Cover    []string `json:"cover"`
	Race     bool     `json:"race"`
	AutoRace bool     `json:"auto_race"`
	Shared   bool     `json:"shared"`
}

// Mutate asks for mutants of a variant, made by operators. Strike names those that the author struck out.
type Mutate struct {
	Of        string   `json:"of"`
	Files     []string `json:"files"`
	Operators []string `json:"operators"`
	Strike    []string `json:"strike"`
	Most      int      `json:"most"`
}

// Lint asks for findings of named analyzers, for errors of named functions that nobody looks at ("*": of every one), and
// for functions with more ways through than Complexity (0: not asked).
type Lint struct {
	ID         string   `json:"id"`
	Analyzers  []string `json:"analyzers"`
	Errors     []string `json:"errors"`
	Complexity int      `json:"complexity"`
}

// Modern asks for what the modernizers would rewrite.
type Modern struct {
	ID     string   `json:"id"`
	Except []string `json:"except"`
}

// Request is one submission to check and compile.
type Request struct {
	Schema        string   `json:"schema"`
	Go            string   `json:"go"`
	Modules       string   `json:"modules"`
	Out           string   `json:"out"`
	ImportPath    string   `json:"import_path"`
	Lang          string   `json:"lang"`
	Files         []File   `json:"files"`
	Allow         []string `json:"allow"`
	SharesProcess bool     `json:"shares_process"`
	Format        bool     `json:"format"`
	Vet           bool     `json:"vet"`
	Policies      []Policy `json:"policies"`
	Lint          []Lint   `json:"lint"`
	Modern        []Modern `json:"modern"`
	Tests         *Tests   `json:"tests"`
	Program       *Program `json:"program"`
	// without Tests: whether the visible tests and the learner's own compile is asked all the same
	Fit      bool      `json:"fit"`
	Variants []Variant `json:"variants"`
	Mutate   []Mutate  `json:"mutate"`
}

// Schema is the only one there is.
const Schema = "assay.build/1"

// Read reads and checks a request. It comes from the C++ side, so what is wrong with it is a fault of ours.
func Read(file string) (*Request, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var r Request
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("reading the request: %w", err)
	}
	if r.Schema != Schema {
		return nil, fmt.Errorf("the request's schema is %q, known is %q", r.Schema, Schema)
	}
	if r.Lang == "" {
		r.Lang = "go1.26"
	}
	lists := [][]File{r.Files}
	for _, v := range r.Variants {
		if v.ID == "" || strings.ContainsAny(v.ID, "/.") {
			return nil, fmt.Errorf("the request has a variant %q", v.ID)
		}
		lists = append(lists, v.Files)
	}
	for _, f := range slices.Concat(lists...) {
		if f.Name != path.Clean(f.Name) || path.IsAbs(f.Name) || f.Name == ".." || strings.HasPrefix(f.Name, "../") {
			return nil, fmt.Errorf("the request has a file named %q", f.Name)
		}
		if rank(f.Role) < 0 {
			return nil, fmt.Errorf("the request has a file of role %q", f.Role)
		}
	}
	return &r, nil
}

func rank(role string) int {
	for i, r := range Roles {
		if r == role {
			return i
		}
	}
	return -1
}

// Allows reports whether the exercise lifts a standing refusal.
func (r *Request) Allows(what string) bool {
	for _, a := range r.Allow {
		if a == what {
			return true
		}
	}
	return false
}
