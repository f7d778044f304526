// Package testing, with Assay's own addition.
//
// This file is laid into the standard library's package testing while the grader prepares its compiler cache (the
// original is never changed). Together with three hook calls in the originals, which `assay-go prepare` inserts, it
// lets the harness do what package testing keeps to itself: run one test to its end, learn of every subtest's result
// and of every panic from the inside, and read the race detector's own count.
//
// Nothing here is exported. The harness reaches it by linkname, which learner code is refused, and everything that
// decides a result is kept out of reach of flags: learner code can call flag.Set("test.failfast", "true"), and then
// package testing would leave out the subtests of every later test, which would so pass.
package testing

import (
	"context"
	"fmt"
	"internal/race"
	"io"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"
	_ "unsafe" // for linkname
)

// assaySub tells the harness of a test or subtest that ended. Level 1 is a test of the plan, more are subtests.
// State: 0 passed, 1 failed, 2 skipped.
var assaySub func(level int, name string, state int, ns int64, output []byte)

// assayPanic tells the harness of a panic in a test's goroutine, before it goes on. The program counters are those of
// the panicking code.
var assayPanic func(level int, name string, kind, text string, pcs []uintptr, output []byte)

// assayParallel is how many parallel subtests run at once: a constant, so that a verdict does not depend on the
// machine's number of processors.
const assayParallel = 8

// assayAbove is the parent of each run's root. It never ends, so that a goroutine that logs after its test has ended
// meets what it would meet in `go test`: a parent that is still open, instead of a panic.
var assayAbove = common{name: "assay", w: io.Discard}

//go:linkname assaySetHooks
func assaySetHooks(
	sub func(level int, name string, state int, ns int64, output []byte),
	panicked func(level int, name string, kind, text string, pcs []uintptr, output []byte),
) {
	assaySub, assayPanic = sub, panicked
}

// assayDetach takes what decides results away from the flags: what learner code sets from now on are variables that
// nobody reads. Called once, after Init and before any learner code (writing later would be a race with it).
//
//go:linkname assayDetach
func assayDetach() {
	no, none, workers := new(bool), new(string), new(int)
	*workers = assayParallel
	failFast, short, fullPath, artifacts = no, no, no, no
	match, skip, matchFuzz, matchBenchmarks = none, none, none, none
	isFuzzWorker, parallel = no, workers
}

//go:linkname assayRaces
func assayRaces() int { return race.Errors() }

// assayRunTest runs one test, its parallel subtests included, and returns when it has ended. Results go through the
// hooks; a panic goes on and ends the process.
//
//go:linkname assayRunTest
func assayRunTest(name string, f func(*T)) {
	ctx, cancelCtx := context.WithCancel(context.Background())
	root := &T{
		common: common{
			signal:    make(chan bool, 1),
			barrier:   make(chan bool),
			w:         io.Discard,
			parent:    &assayAbove,
			ctx:       ctx,
			cancelCtx: cancelCtx,
		},
		tstate: newTestState(assayParallel, allMatcher()),
	}
	root.setOutputWriter()
	tRunner(root, func(t *T) { t.Run(name, f) })
}

// assayRunFuzz runs a fuzz target on the seeds that its f.Add calls give.
//
//go:linkname assayRunFuzz
func assayRunFuzz(name string, fn func(*F)) {
	ctx, cancelCtx := context.WithCancel(context.Background())
	f := &F{
		common: common{
			signal:    make(chan bool),
			barrier:   make(chan bool),
			name:      name,
			parent:    &assayAbove,
			level:     1,
			ctx:       ctx,
			cancelCtx: cancelCtx,
		},
		tstate: newTestState(assayParallel, allMatcher()),
		fstate: &fuzzState{deps: assayFuzzDeps{}, mode: seedCorpusOnly},
	}
	f.w = indenter{&f.common}
	f.setOutputWriter()
	go fRunner(f, fn)
	<-f.signal
	f.flushPartial()
	assayEnded(&f.common)
}

// assayReported is called by (*T).report, when a test and all its subtests have ended. It reports whether the harness
// has taken the result; if so, nothing is printed or handed to the parent.
func assayReported(t *T) bool {
	if assaySub == nil || t.parent == nil || t.isSynctest {
		return false
	}
	if t.level > 0 {
		assayEnded(&t.common)
	}
	return true
}

func assayEnded(c *common) {
	state := 0
	if c.Failed() {
		state = 1
	} else if c.Skipped() {
		state = 2
	}
	assaySub(c.level, c.name, state, int64(c.duration), assayTakeOutput(c))
}

// assayTakeOutput takes what the test has logged, so that it is not handed to the parent a second time.
func assayTakeOutput(c *common) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	output := c.output
	c.output = nil
	return output
}

// assayPanicked is called on the panicking goroutine, whose stack still stands, before package testing panics anew.
func assayPanicked(c *common, err any) {
	if assayPanic == nil {
		return
	}
	for c.isSynctest && c.parent != nil {
		c = c.parent
	}
	var pcs [64]uintptr
	n := runtime.Callers(3, pcs[:])
	kind, text := assayPanicText(err)
	c.flushPartial()
	assayPanic(c.level, c.name, kind, text, pcs[:n], assayTakeOutput(c))
}

// assayPanicText says what a panic's value is. Methods of learner types are never called: Error and String may lie,
// end the process or never return. So only values whose methods are the standard library's own and call nobody else's
// are asked for their text.
func assayPanicText(err any) (kind, text string) {
	if err == errNilPanicOrGoexit {
		return "goexit", errNilPanicOrGoexit.Error()
	}
	if s, ok := err.(string); ok {
		return "string", s
	}
	typ := reflect.TypeOf(err)
	if typ == nil {
		return "nil", ""
	}
	named := typ
	if named.Kind() == reflect.Pointer {
		named = named.Elem()
	}
	switch named.PkgPath() {
	case "runtime":
		if e, ok := err.(error); ok {
			return "runtime error", e.Error()
		}
	case "errors":
		if e, ok := err.(error); ok && named.Name() == "errorString" {
			return "error", e.Error()
		}
	case "fmt":
		if e, ok := err.(error); ok && (named.Name() == "wrapError" || named.Name() == "wrapErrors") {
			return "error", e.Error()
		}
	}
	return typ.String(), ""
}

// assayFuzzDeps is what F.Fuzz asks of its surroundings when it runs seeds only.
type assayFuzzDeps struct{ matchStringOnly }

func (assayFuzzDeps) ReadCorpus(string, []reflect.Type) ([]corpusEntry, error) { return nil, nil }

func (assayFuzzDeps) CheckCorpus(values []any, types []reflect.Type) error {
	if len(values) != len(types) {
		return fmt.Errorf("wrong number of values in f.Add: %d, want %d", len(values), len(types))
	}
	for i, value := range values {
		if reflect.TypeOf(value) != types[i] {
			return fmt.Errorf("mismatched types in f.Add: %v, want %v", reflect.TypeOf(value), types[i])
		}
	}
	return nil
}

// assayExampleLimit bounds what is kept of an example's output: the limit on output does not see what a pipe swallows.
const assayExampleLimit = 1 << 20

// assayRunExample runs an example and compares what it printed, as package testing does. The example runs in a
// goroutine of its own, so that runtime.Goexit ends it and not the harness.
//
//go:linkname assayRunExample
func assayRunExample(name string, f func(), want string, unordered bool) {
	start, stdout := time.Now(), os.Stdout
	r, w, err := os.Pipe()
	if err != nil {
		assaySub(1, name, 1, 0, []byte("no pipe for the example's output: "+err.Error()+"\n"))
		return
	}
	captured, ended := make(chan string, 1), make(chan string)
	go func() { captured <- assayCapture(r) }()
	os.Stdout = w
	go func() {
		finished := false
		defer func() {
			err := recover()
			w.Close()
			os.Stdout = stdout
			output := <-captured
			if !finished {
				assayExamplePanicked(name, err, output)
			}
			ended <- output
		}()
		f()
		finished = true
	}()
	state, message := 0, assayCompare(<-ended, want, unordered)
	if message != "" {
		state = 1
	}
	assaySub(1, name, state, int64(time.Since(start)), []byte(message))
}

// assayExamplePanicked tells of the panic and lets it go on.
func assayExamplePanicked(name string, err any, output string) {
	if err == nil {
		err = errNilPanicOrGoexit
	}
	var pcs [64]uintptr
	n := runtime.Callers(3, pcs[:])
	kind, text := assayPanicText(err)
	assayPanic(1, name, kind, text, pcs[:n], []byte(output))
	panic(err)
}

// assayCapture reads all of r, and keeps one byte more than the limit.
func assayCapture(r *os.File) string {
	var kept strings.Builder
	io.CopyN(&kept, r, assayExampleLimit+1)
	io.Copy(io.Discard, r)
	r.Close()
	return kept.String()
}

// assayCompare says what is wrong with an example's output, or nothing.
func assayCompare(output, want string, unordered bool) string {
	if len(output) > assayExampleLimit {
		return "the example printed more than 1 MiB\n"
	}
	got, want := strings.TrimSpace(output), strings.TrimSpace(want)
	if got == want {
		return ""
	}
	title := "want:"
	if unordered {
		gotLines := slices.Sorted(strings.SplitSeq(got, "\n"))
		wantLines := slices.Sorted(strings.SplitSeq(want, "\n"))
		if slices.Equal(gotLines, wantLines) {
			return ""
		}
		title = "want (unordered):"
	}
	return "got:\n" + got + "\n" + title + "\n" + want + "\n"
}
