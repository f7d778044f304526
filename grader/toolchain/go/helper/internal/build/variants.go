package build

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"assay/helper/internal/check"
	"assay/helper/internal/compile"
	"assay/helper/internal/mutate"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// variant is one of the request's, or a mutant of it, with its files read.
type variant struct {
	request.Variant
	files []*source.File
	race  bool
}

// variants reads what the request lists, and makes the mutants that it asks for.
func (b *builder) variants(a *analysis) ([]variant, error) {
	var list []variant
	for _, v := range b.request.Variants {
		race := v.Race || v.AutoRace && a.event.Goroutines.Starts
		files, err := b.tree.Also(v.Files, race)
		if err != nil {
			return nil, err
		}
		list = append(list, variant{v, files, race})
	}
	for _, order := range b.request.Mutate {
		i := slices.IndexFunc(list, func(v variant) bool { return v.ID == order.Of })
		if i < 0 {
			return nil, fmt.Errorf("mutants of %q, which is no variant, are asked for", order.Of)
		}
		mutants, err := b.mutants(list[i], order)
		if err != nil {
			return nil, err
		}
		list = append(list, mutants...)
	}
	return list, nil
}

func (b *builder) mutants(of variant, order request.Mutate) ([]variant, error) {
	library, err := b.compiler.Library(false)
	if err != nil {
		return nil, err
	}
	made, stray, err := mutate.Of(b.tree, check.NewTypes(b.tree, library, of.files), of.files, order)
	if err != nil {
		return nil, err
	}
	event := &request.Mutants{Of: of.ID, List: []request.Mutant{}, Stray: stray}
	var list []variant
	for n, m := range made {
		m.ID = fmt.Sprintf("%s-%d", of.ID, n)
		path := filepath.Join(b.request.Out, "work", "mutants", m.ID, filepath.FromSlash(m.Original.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, m.Text, 0o644)); err != nil {
			return nil, err
		}
		v := of
		v.ID = m.ID
		v.files = slices.Clone(of.files)
		v.files[slices.Index(v.files, m.Original)] = b.tree.Changed(m.Original, path, m.Text)
		list = append(list, v)
		event.List = append(event.List, m.Mutant)
	}
	b.events.Send(event)
	return list, nil
}

// compileVariants works through the list with as many hands as there are processors, in its order: the first of it is
// what the grader waits for first.
func (b *builder) compileVariants(ctx context.Context, list []variant, a *analysis) error {
	shared := sharers(list)
	if len(shared) > 0 {
		list = slices.DeleteFunc(list, func(v variant) bool { return v.Shared })
		if err := b.compileShared(ctx, shared, a); err != nil {
			return err
		}
	}
	return inTurn(list, func(v variant) error { return b.variant(ctx, v, a) })
}

// inTurn does something with each, with as many hands as there are processors.
func inTurn(list []variant, do func(variant) error) error {
	work := make(chan variant)
	results := make(chan error)
	hands := min(len(list), runtime.GOMAXPROCS(0))
	for range hands {
		go func() {
			var err error
			for v := range work {
				err = errors.Join(err, do(v))
			}
			results <- err
		}()
	}
	for _, v := range list {
		work <- v
	}
	close(work)
	var err error
	for range hands {
		err = errors.Join(err, <-results)
	}
	return err
}

// sharers are the variants that go into one binary: all that may, or none. In one binary the packages of all are
// initialised in each process, so nothing may happen there that could be seen from elsewhere or go wrong.
func sharers(list []variant) []variant {
	var shared []variant
	for _, v := range list {
		if !v.Shared {
			continue
		}
		if v.race || len(v.Cover) > 0 || v.Only != "" || slices.ContainsFunc(v.files, startsEarly) {
			return nil
		}
		shared = append(shared, v)
	}
	if len(shared) < 2 {
		return nil
	}
	return shared
}

func (b *builder) compileShared(ctx context.Context, list []variant, a *analysis) error {
	var mu sync.Mutex
	binaries := map[string]*compile.Binary{}
	err := inTurn(list, func(v variant) error {
		if b.unfit(v, a) {
			return nil
		}
		u, err := compile.Variant(v.Variant, v.files, false).Share()
		if err != nil {
			return err
		}
		result, binary, err := b.compileVariant(ctx, u, v)
		if err != nil {
			return err
		}
		b.events.Send(&request.Compiled{Unit: u.Name, OK: result.OK, Diagnostics: result.Diagnostics, Limit: result.Limit})
		if result.OK {
			mu.Lock()
			defer mu.Unlock()
			binaries[v.ID] = binary
		}
		return nil
	})
	if err != nil || len(binaries) == 0 {
		return err
	}
	linked, err := b.compiler.LinkShared(ctx, slices.Collect(maps.Values(binaries)))
	if err != nil {
		return err
	}
	for _, v := range list {
		if binaries[v.ID] != nil {
			linked.Unit, linked.Prefix = v.ID, v.ID+":"
			event := linked
			b.events.Send(&event)
		}
	}
	return nil
}

func (b *builder) compileVariant(ctx context.Context, u compile.Unit, v variant) (compile.Result, *compile.Binary, error) {
	result, binary, err := b.compiler.Compile(ctx, u)
	if err == nil && !result.OK && result.Limit == "" {
		err = b.blame(v, &result)
	}
	return result, binary, err
}

// unfit refuses tests that do not type-check in the submission: over other files than the learner's own they may
// compile, and nobody would have looked for refusals in them.
func (b *builder) unfit(v variant, a *analysis) bool {
	if len(a.testProblems) == 0 || !slices.ContainsFunc(v.files, func(f *source.File) bool { return f.IsTest() && f.IsLearner() }) {
		return false
	}
	var said []request.Diagnostic
	for _, p := range a.testProblems {
		said = append(said, b.tree.Say(p.File, p.Err.Pos, "compile", p.Err.Msg))
	}
	b.events.Send(&request.Compiled{Unit: v.ID, Race: v.race, Diagnostics: said})
	return true
}

func (b *builder) variant(ctx context.Context, v variant, a *analysis) error {
	if b.unfit(v, a) {
		return nil
	}
	u := compile.Variant(v.Variant, v.files, v.race)
	result, binary, err := b.compileVariant(ctx, u, v)
	if err != nil {
		return err
	}
	if result.OK && len(v.Cover) > 0 {
		b.events.Send(&request.Coverage{Unit: u.Name, Blocks: append([]request.Block{}, binary.Blocks()...)})
	}
	return b.link(ctx, u, result, binary)
}

// blame tells a variant that the author broke from one that the learner's tests do not fit.
func (b *builder) blame(v variant, result *compile.Result) error {
	if slices.ContainsFunc(v.files, func(f *source.File) bool { return f.IsLearner() && !f.IsTest() && f.IsGo() }) {
		return nil
	}
	library, err := b.compiler.Library(v.race)
	if err == nil && !check.NewTypes(b.tree, library, v.files).Whole() {
		for i := range result.Diagnostics {
			result.Diagnostics[i].Code = "author"
		}
	}
	return err
}
