// Package build answers one request: it reads the files, refuses, compiles, analyses and links, and tells what it found
// as soon as it is known.
//
// # Theory of operation
//
// The submission is parsed once. What its syntax shows decides first whether it is refused. Then two things go side by
// side: the compiler, a child with limits of its own, gets the learner's packages alone; and this process type-checks
// the same trees. What only types show is refused then. When both are through, the test binaries are compiled and
// linked, side by side, while vet, format and policy are answered here.
//
// Hostile input can end the type checker (its stack has an end) and this process with it. So the compiler's answer
// leaves as soon as it is there, and files that nest dangerously get the compiler's look first: what it cannot compile
// is never type-checked. Nothing is ever linked that was not type-checked without errors, since refusals by types are
// only as good as the types.
package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"sync"

	"assay/helper/internal/compile"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// eventsFD is where events leave: standard output is not ours alone.
const eventsFD = 3

// memoryLimit is from where on garbage is collected.
const memoryLimit = 512 << 20

// Run is the command `assay-go build`.
func Run(args []string, _ io.Writer) error {
	if len(args) != 1 {
		return errors.New("one request is needed")
	}
	out := os.NewFile(eventsFD, "events")
	if out == nil {
		return errors.New("descriptor 3 is not there")
	}
	// As with the compilers: collect where hostile input makes it needed, and not before.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(memoryLimit)
	events := request.NewEvents(out)
	r, err := request.Read(args[0])
	if err == nil {
		err = Build(context.Background(), r, events)
	}
	if err != nil {
		events.Send(&request.Failed{Message: err.Error()})
	}
	events.Send(&request.Done{})
	return nil
}

// builder is one request on its way.
type builder struct {
	request  *request.Request
	tree     *source.Tree
	compiler *compile.Compiler
	events   *request.Events
	// mayReport is closed when vet and format no longer take a processor from what everything waits for
	mayReport    chan struct{}
	nowMayReport func()
}

// Build does the work. An error is a fault of ours.
func Build(ctx context.Context, r *request.Request, events *request.Events) error {
	tree, err := source.Load(r)
	if err != nil {
		return err
	}
	mayReport := make(chan struct{})
	nowMayReport := sync.OnceFunc(func() { close(mayReport) })
	b := &builder{r, tree, compile.New(tree), events, mayReport, nowMayReport}
	return b.build(ctx)
}

// outcome is what became of the packages alone.
type outcome struct {
	ok  bool
	err error
}

func (b *builder) build(ctx context.Context) error {
	if b.refusedBySyntax() {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b.linkEarly(ctx)
	defer b.compiler.Close()
	waiting := make(chan outcome, 1)
	go func() { waiting <- b.alone(ctx) }()
	var alone outcome
	if b.tree.Deep {
		alone = <-waiting
		if alone.err != nil || !alone.ok {
			b.events.Send(b.bareAnalysis())
			return alone.err
		}
	}
	a, err := b.check()
	if err != nil {
		return err
	}
	reported := make(chan struct{})
	go func() {
		defer close(reported)
		<-b.mayReport
		a.report()
	}()
	if !b.tree.Deep {
		alone = <-waiting
	}
	if alone.err != nil {
		return alone.err
	}
	if alone.ok {
		if refused := a.refused(); len(refused) > 0 {
			b.events.Send(&request.Refused{Diagnostics: refused})
			return nil // what is still analysed dies with this process
		}
		if a.fault == nil {
			err = b.units(ctx, a)
		}
	}
	b.nowMayReport()
	<-reported
	return errors.Join(err, a.fault)
}

// linkEarly starts a linker where a test binary is wanted; that it is one of the kind that is guessed shows later.
func (b *builder) linkEarly(ctx context.Context) {
	t := b.request.Tests
	if t == nil || b.tree.Deep || len(b.unparsed()) > 0 {
		return
	}
	race := t.Race || t.AutoRace && t.Hidden && slices.ContainsFunc(b.tree.Files, (*source.File).HasGoStatement)
	b.compiler.LinkEarly(ctx, race)
}

// alone compiles the learner's packages with the public standard library and nothing else, and tells it at once.
func (b *builder) alone(ctx context.Context) outcome {
	result, _, err := b.compiler.Compile(ctx, compile.Alone())
	if err != nil {
		return outcome{err: err}
	}
	if problems := b.unparsed(); result.OK && len(problems) > 0 {
		// The compiler reads on where go/parser stops (it bounds nesting), but nobody has looked for refusals in it.
		result = compile.Result{Diagnostics: problems}
	}
	b.events.Send(&request.Compiled{
		Unit: "alone", OK: result.OK, Diagnostics: result.Diagnostics, Limit: result.Limit,
	})
	return outcome{ok: result.OK}
}

// unparsed are the errors of go/parser in the learner's files.
func (b *builder) unparsed() []request.Diagnostic {
	var list []request.Diagnostic
	for _, f := range b.tree.Files {
		if f.IsLearner() && f.Problem != nil && (f.Plain || f.Race) && !f.IsTest() {
			list = append(list, b.tree.Say(f, 0, "syntax", f.Problem.Error()))
		}
	}
	return list
}

// units compiles and links what is asked for, side by side.
func (b *builder) units(ctx context.Context, a *analysis) error {
	list := b.wanted(a)
	if visible := slices.IndexFunc(list, isTests("visible")); visible >= 0 && slices.ContainsFunc(list, isTests("hidden")) && b.together(a) {
		done, err := b.both(ctx, list[visible].Race, a)
		if err != nil {
			return err
		}
		if done {
			list = slices.DeleteFunc(list, func(u compile.Unit) bool { return isTests("visible")(u) || isTests("hidden")(u) })
		}
	}
	b.nowMayReport()
	results := make(chan error, len(list))
	for _, u := range list {
		go func() { results <- b.unit(ctx, u, a) }()
	}
	variants, err := b.variants(a)
	if err == nil {
		err = b.compileVariants(ctx, variants, a)
	}
	for range list {
		err = errors.Join(err, <-results)
	}
	return err
}

func isTests(name string) func(compile.Unit) bool {
	return func(u compile.Unit) bool { return u.Name == name }
}

// wanted lists the units. A submission that can start goroutines gets race builds where hidden tests count.
func (b *builder) wanted(a *analysis) []compile.Unit {
	var list []compile.Unit
	if t := b.request.Tests; t != nil {
		race := t.Race || t.AutoRace && a.hasHidden() && a.event.Goroutines.Starts
		if t.Visible {
			list = append(list, compile.Visible(race))
		}
		if t.Hidden {
			list = append(list, compile.Hidden(race))
		}
	}
	if b.request.Tests == nil && b.request.Fit {
		list = append(list, compile.Fit())
	}
	if b.request.Program != nil {
		list = append(list, compile.Program(b.request.Program.Race))
	}
	return list
}

func (b *builder) unit(ctx context.Context, u compile.Unit, a *analysis) error {
	result, binary, err := b.compiler.Compile(ctx, u)
	if err != nil {
		return err
	}
	if result.OK && u.Name == "visible" && len(a.testProblems) > 0 {
		return fmt.Errorf("the compiler took what the type checker refused: %s", a.testProblems[0].Err.Msg)
	}
	return b.link(ctx, u, result, binary)
}

// link tells how the unit compiled, and links it.
func (b *builder) link(ctx context.Context, u compile.Unit, result compile.Result, binary *compile.Binary) error {
	b.events.Send(&request.Compiled{
		Unit: u.Name, OK: result.OK, Race: u.Race, Diagnostics: result.Diagnostics, Limit: result.Limit,
	})
	if !result.OK || u.Bare() {
		return nil
	}
	linked, err := b.compiler.Link(ctx, binary)
	if err == nil {
		b.events.Send(&linked)
	}
	return err
}
