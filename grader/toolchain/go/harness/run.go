package harness

import (
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"unsafe" // for linkname, and for the address in one system call
)

// The overlay's side of package testing; see overlay/testing_assay.go.

//go:linkname setHooks testing.assaySetHooks
func setHooks(
	sub func(level int, name string, state int, ns int64, output []byte),
	panicked func(level int, name string, kind, text string, pcs []uintptr, output []byte),
)

//go:linkname detach testing.assayDetach
func detach()

//go:linkname races testing.assayRaces
func races() int

//go:linkname runTest testing.assayRunTest
func runTest(name string, f func(*testing.T))

//go:linkname runFuzz testing.assayRunFuzz
func runFuzz(name string, f func(*testing.F))

//go:linkname runBench testing.assayRunBench
func runBench(name string, f func(*testing.B), n int) (failed bool, output string, ops int, cpu, wall int64, allocs, bytes uint64)

//go:linkname fuzzTarget testing.assayFuzzTarget
func fuzzTarget(
	name string, f func(*testing.F),
	work func(types []reflect.Type, seeds [][]any, run func([]any) (bool, string, string, []uintptr)),
)

//go:linkname runExample testing.assayRunExample
func runExample(name string, f func(), want string, unordered bool)

// result is what the hook told about the test that is running, until it is sent.
type result struct {
	state  byte
	ns     int64
	output string
}

// position is where in the plan the running test stands.
var position atomic.Int64

// outcome is the running test's own result. Only the test's last step writes it, before runTest returns.
var outcome *result

func runOne(at int, name string, e entry) {
	// Of variants that share a binary, tests are told apart by what stands before a colon.
	_, own, shared := strings.Cut(name, ":")
	if shared {
		name = own
	}
	position.Store(int64(at))
	outcome = nil
	var before map[string]bool
	if leaks {
		before = goroutines()
	}
	racesBefore := races()
	send(frameStart, func(f *frame) { f.u32(uint32(at)) })
	switch {
	case e.test != nil:
		runTest(name, e.test)
	case e.bench != nil:
		measure(at, name, e.bench)
	case e.fuzz != nil && len(fuzzing) > 0:
		search(at, name, e.fuzz)
	case e.fuzz != nil:
		runFuzz(name, e.fuzz)
	default:
		runExample(name, e.example, e.want, e.unordered)
	}
	if leaks {
		reportLeaks(at, before)
	}
	waitUntilRead()
	if outcome == nil {
		return // it ended without a result: the missing frame says so
	}
	send(frameEnd, func(f *frame) {
		f.u32(uint32(at))
		f.u8(outcome.state)
		f.u64(uint64(outcome.ns))
		f.u32(uint32(races() - racesBefore))
		f.text(outcome.output, maxText)
	})
}

// onEnded is called by package testing when a test or subtest has ended, on that test's own goroutine.
func onEnded(level int, name string, state int, ns int64, output []byte) {
	if s := current.Load(); level > 1 && s != nil {
		s.noteEnded(output)
		return
	}
	if level == 1 {
		outcome = &result{byte(state), ns, string(output)}
		return
	}
	send(frameSub, func(f *frame) {
		f.u32(uint32(position.Load()))
		f.text(name, maxSub)
		f.u8(byte(state))
		f.u64(uint64(ns))
		f.text(string(output), maxSub)
	})
}

// onPanic is called on the panicking goroutine, before the panic goes on and ends the process.
func onPanic(level int, name string, kind, text string, pcs []uintptr, output []byte) {
	var frames []runtime.Frame
	if len(pcs) > 0 {
		more := true
		for walk := runtime.CallersFrames(pcs); more && len(frames) < maxFrames; {
			var one runtime.Frame
			one, more = walk.Next()
			frames = append(frames, one)
		}
	}
	waitUntilRead()
	send(framePanic, func(f *frame) {
		f.u32(uint32(position.Load()))
		f.text(kind, maxSub)
		f.text(text, maxText)
		f.u32(uint32(len(frames)))
		for _, one := range frames {
			f.text(one.Function, maxPlace)
			f.text(one.File, maxPlace)
			f.u32(uint32(one.Line))
		}
		f.text(name, maxSub)
		f.text(string(output), maxText)
	})
}

// waitUntilRead waits, 50 ms at most, until what was printed has been read. The grader reads frames before output: so
// it can say which test printed what.
func waitUntilRead() {
	for range 500 {
		if unread(1)+unread(2) == 0 {
			return
		}
		pause(100)
	}
}

// unread is how many bytes wait in the pipe, or 0 where it is none.
func unread(fd uintptr) int {
	var n int32
	_, _, errno := syscall.RawSyscall(syscall.SYS_IOCTL, fd, syscall.TIOCINQ, uintptr(unsafe.Pointer(&n)))
	if errno != 0 {
		return 0
	}
	return int(n)
}

// pause sleeps without the runtime's timers.
func pause(microseconds int64) {
	t := syscall.NsecToTimespec(microseconds * 1000)
	syscall.Nanosleep(&t, nil)
}
