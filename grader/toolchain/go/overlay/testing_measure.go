package testing

// This file belongs to testing_assay.go: benchmarks that count processor time, and fuzz targets that the harness drives.

import (
	"context"
	"io"
	"reflect"
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

// assayCPU is what the running benchmark used while its timer was on, and assayCPUStart when it was last set on. One
// benchmark runs at a time (benchmarkLock).
var assayCPU, assayCPUStart int64

// assayCPUNow is the processor time of the whole process: of goroutines as well, and not of whoever else is there.
func assayCPUNow() int64 {
	const clockProcessCPUTime = 2
	var t syscall.Timespec
	syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockProcessCPUTime, uintptr(unsafe.Pointer(&t)), 0)
	return t.Nano()
}

func assayTimerStarts() { assayCPUStart = assayCPUNow() }
func assayTimerStops()  { assayCPU += assayCPUNow() - assayCPUStart }
func assayTimerReset()  { assayCPU, assayCPUStart = 0, assayCPUNow() }

//go:linkname assayProcessorTime
func assayProcessorTime() int64 { return assayCPUNow() }

// assayRunBench runs a benchmark once, with n operations, and tells what they used.
//
//go:linkname assayRunBench
func assayRunBench(name string, f func(*B), n int) (failed bool, output string, ops int, cpu, wall int64, allocs, bytes uint64) {
	b := &B{
		common:    common{signal: make(chan bool), w: io.Discard, name: name},
		benchFunc: f,
		benchTime: durationOrCountFlag{n: n},
	}
	b.setOutputWriter()
	returned := false
	go func() {
		defer func() {
			err := recover()
			if err != nil { // nobody is told to go on: the panic ends the process
				var pcs [64]uintptr
				depth := runtime.Callers(3, pcs[:])
				kind, text := assayPanicText(err)
				assayPanic(1, name, kind, text, pcs[:depth], assayTakeOutput(&b.common))
				panic(err)
			}
			b.signal <- true
		}()
		b.runN(n)
		returned = true
	}()
	<-b.signal
	b.flushPartial()
	switch {
	case !returned && !b.Failed() && !b.Skipped():
		return true, "the benchmark's goroutine was ended by runtime.Goexit\n", 0, 0, 0, 0, 0
	case b.Failed():
		return true, string(assayTakeOutput(&b.common)), 0, 0, 0, 0, 0
	case b.Skipped():
		return true, "the benchmark was skipped\n", 0, 0, 0, 0, 0
	case b.hasSub.Load():
		return true, "the benchmark has parts (b.Run); one without them is needed\n", 0, 0, 0, 0, 0
	case b.N < 1:
		return true, "the benchmark did nothing\n", 0, 0, 0, 0, 0
	}
	return false, "", b.N, assayCPU, int64(b.duration), b.netAllocs, b.netBytes
}

// assayFuzzing is what a fuzz target that the harness drives tells: the panic of the last execution, which the target
// survives.
type assayFuzzing struct {
	types []reflect.Type
	seeds [][]any
	work  func(types []reflect.Type, seeds [][]any, run func([]any) (bool, string, string, []uintptr))

	panicked   bool
	kind, text string
	pcs        [64]uintptr
	depth      int
}

var assayFuzz *assayFuzzing

// assayFuzzTarget calls f twice: to learn its types and seeds, and to run its function on what work makes of them.
//
//go:linkname assayFuzzTarget
func assayFuzzTarget(
	name string, f func(*F),
	work func(types []reflect.Type, seeds [][]any, run func([]any) (bool, string, string, []uintptr)),
) {
	assayFuzz = &assayFuzzing{work: work}
	defer func() { assayFuzz = nil }()
	if first := assayCallFuzz(name, f, fuzzCoordinator); first.Failed() || first.Skipped() || assayFuzz.types == nil {
		assayEnded(&first.common)
		return
	}
	assayEnded(&assayCallFuzz(name, f, fuzzWorker).common)
}

func assayCallFuzz(name string, fn func(*F), mode fuzzMode) *F {
	ctx, cancelCtx := context.WithCancel(context.Background())
	f := &F{
		common: common{
			signal: make(chan bool), barrier: make(chan bool), name: name, parent: &assayAbove, level: 1,
			ctx: ctx, cancelCtx: cancelCtx,
		},
		tstate: newTestState(assayParallel, allMatcher()),
		fstate: &fuzzState{deps: assayDrivenDeps{}, mode: mode},
	}
	f.w = indenter{&f.common}
	f.setOutputWriter()
	go fRunner(f, fn)
	<-f.signal
	f.flushPartial()
	return f
}

// assayFuzzFunc wraps the function of a fuzz target so that a panic in it ends one execution, and not the process: the
// input is to be made smaller.
func assayFuzzFunc(fn reflect.Value) reflect.Value {
	if assayFuzz == nil || fn.Kind() != reflect.Func || fn.Type().NumIn() < 1 || fn.Type().In(0) != reflect.TypeFor[*T]() {
		return fn
	}
	return reflect.MakeFunc(fn.Type(), func(args []reflect.Value) []reflect.Value {
		finished := false
		defer func() {
			if finished {
				return
			}
			err := recover()
			if err == nil {
				return // FailNow, SkipNow
			}
			s := assayFuzz
			s.panicked = true
			s.depth = runtime.Callers(2, s.pcs[:])
			s.kind, s.text = assayPanicText(err)
			args[0].Interface().(*T).Fail()
		}()
		fn.Call(args)
		finished = true
		return nil
	})
}

type assayDrivenDeps struct{ assayFuzzDeps }

func (assayDrivenDeps) CoordinateFuzzing(
	_ time.Duration, _ int64, _ time.Duration, _ int64, _ int, seeds []corpusEntry, types []reflect.Type, _, _ string,
) error {
	assayFuzz.types = types
	for _, s := range seeds {
		if s.Values != nil {
			assayFuzz.seeds = append(assayFuzz.seeds, s.Values)
		}
	}
	return nil
}

func (assayDrivenDeps) RunFuzzWorker(fn func(corpusEntry) error) error {
	s := assayFuzz
	s.work(s.types, s.seeds, func(values []any) (bool, string, string, []uintptr) {
		s.panicked = false
		failed := fn(corpusEntry{Values: values}) != nil
		if s.panicked {
			return true, s.kind, s.text, s.pcs[:s.depth]
		}
		return failed, "", "", nil
	})
	return nil
}
