package request

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Diagnostic is something to say about a place in a file. File is a name of the request, never a path; line and column
// count from 1, and are 0 where there is none.
type Diagnostic struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Fix      string `json:"fix,omitempty"` // of vet, lint and modern: lines out and in
}

// Severities.
const (
	Error   = "error"
	Warning = "warning"
)

// MaxDiagnostics bounds what is said of one unit or check.
const MaxDiagnostics = 50

// maxMessage bounds one message: a type's name in a compiler's message can be as long as the submission wants.
const maxMessage = 4 << 10

// Test is a test, example, benchmark or fuzz target that the build includes. Set is "learner", "visible" or "hidden";
// position is its place in the set.
type Test struct {
	Name     string `json:"name"`
	Set      string `json:"set"`
	Kind     string `json:"kind"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	External bool   `json:"external"`
	Position int    `json:"position"`
}

// Goroutines says whether and where the code can start a goroutine.
type Goroutines struct {
	Starts bool   `json:"starts"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	What   string `json:"what"`
}

// Refused ends the build: a standing refusal.
type Refused struct {
	Event       string       `json:"event"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// Analysis is all that is found without compiling.
type Analysis struct {
	Event      string                  `json:"event"`
	Format     []Diagnostic            `json:"format"`
	Vet        []Diagnostic            `json:"vet"`
	Policies   map[string][]Diagnostic `json:"policies"`
	Lint       map[string][]Diagnostic `json:"lint"`   // by check
	Modern     map[string][]Diagnostic `json:"modern"` // by check
	Tests      []Test                  `json:"tests"`
	Goroutines Goroutines              `json:"goroutines"`
}

// Compiled is the end of a unit's compilation.
type Compiled struct {
	Event       string       `json:"event"`
	Unit        string       `json:"unit"`
	OK          bool         `json:"ok"`
	Race        bool         `json:"race"`
	Diagnostics []Diagnostic `json:"diagnostics"`
	Limit       string       `json:"limit"`
}

// Linked is the end of a unit's linking. Prefix stands before the names of its tests in the binary.
type Linked struct {
	Event   string `json:"event"`
	Unit    string `json:"unit"`
	Prefix  string `json:"prefix"`
	OK      bool   `json:"ok"`
	Race    bool   `json:"race"`
	File    string `json:"file"`
	Message string `json:"message"`
	Limit   string `json:"limit"`
}

// Mutant is one that an operator made. Its variant's id is ID; Name says operator and place.
type Mutant struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Operator string `json:"operator"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Was      string `json:"was"`
	Is       string `json:"is"`
}

// Mutants lists what was made of a variant, before any of them is compiled.
type Mutants struct {
	Event string   `json:"event"`
	Of    string   `json:"of"`
	List  []Mutant `json:"list"`
	// Stray names what the author struck out and no operator makes.
	Stray []string `json:"stray,omitempty"`
}

// Block is a run of statements that one counter counts.
type Block struct {
	File       string `json:"file"`
	Line       int    `json:"line"`
	EndLine    int    `json:"end_line"`
	Statements int    `json:"statements"`
}

// Coverage says what a variant's counters count, in their order. It comes before the unit's `compiled`.
type Coverage struct {
	Event  string  `json:"event"`
	Unit   string  `json:"unit"`
	Blocks []Block `json:"blocks"`
}

// Failed is a fault of ours.
type Failed struct {
	Event   string `json:"event"`
	Message string `json:"message"`
}

// Done is the last event.
type Done struct {
	Event string `json:"event"`
}

// Events writes one JSON object a line, from any number of goroutines.
type Events struct {
	mu sync.Mutex
	w  io.Writer
}

// NewEvents writes to w.
func NewEvents(w io.Writer) *Events { return &Events{w: w} }

// Send fills in the name of the event and writes it. A reader that is gone is no reason to stop: nobody is left to
// tell it to.
func (e *Events) Send(event any) {
	switch v := event.(type) {
	case *Refused:
		v.Event, v.Diagnostics = "refused", Tidy(v.Diagnostics)
	case *Analysis:
		v.Event = "analysis"
	case *Compiled:
		v.Event, v.Diagnostics = "compiled", Tidy(v.Diagnostics)
	case *Linked:
		v.Event = "linked"
	case *Mutants:
		v.Event = "mutants"
	case *Coverage:
		v.Event = "coverage"
	case *Failed:
		v.Event = "failed"
	case *Done:
		v.Event = "done"
	}
	text, err := json.Marshal(event)
	if err != nil {
		text = []byte(`{"event":"failed","message":"an event could not be written"}`)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.w.Write(append(text, '\n'))
}

// Tidy sorts by place, leaves out repetitions, bounds number and length, and never gives nil. Equal input gives equal
// output: reports of the same files must be the same bytes.
func Tidy(list []Diagnostic) []Diagnostic {
	list = append([]Diagnostic{}, list...)
	slices.SortStableFunc(list, func(a, b Diagnostic) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		if a.Column != b.Column {
			return a.Column - b.Column
		}
		if c := strings.Compare(a.Code, b.Code); c != 0 {
			return c
		}
		return strings.Compare(a.Message, b.Message)
	})
	list = slices.Compact(list)
	if len(list) > MaxDiagnostics {
		list = list[:MaxDiagnostics]
	}
	for i := range list {
		list[i].Message = cut(list[i].Message)
	}
	return list
}

func cut(s string) string {
	if len(s) <= maxMessage {
		return s
	}
	end := maxMessage
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
