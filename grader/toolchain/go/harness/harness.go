// Package harness runs a test binary's tests and reports the results under a seal.
//
// # Theory of operation
//
// Learner code shares this process, so nothing that the process prints is believed, nor how it ends. Results leave on a
// private pipe, in frames that carry a SipHash tag under a key which only the grader and this package know. The verdict
// needs every expected frame, in order, each once: learner code can close, fill or copy the pipe, but it cannot make a
// frame, and a frame that is missing or repeated is seen.
//
// The key arrives on descriptor 3 and is read while packages are initialised. Go initialises a package after those
// that it imports, and a generated file in each package of the learner's imports this one: so the key is read and the
// descriptor closed before the first line of learner code runs. What is left of the key is one unexported variable.
// Reading it takes unsafe memory access (refused before the build), a heap dump (refused), the memory file of the
// process (the process is not dumpable, and nothing mounts /proc), or a torn value by a data race (such submissions are
// graded with the race build). No function here takes the key as an argument: arguments show in stack traces.
//
// The generated files register tests with Test, Example and Fuzz; the generated main calls Main, which runs the plan
// that came with the key. Running a test is package testing's work; an overlay over package testing (testing_assay.go)
// gives results and panics from the inside, where no method of a learner's type and no flag has a say.
package harness

import (
	"flag"
	"os"
	"runtime/debug"
	"syscall"
	"testing"
)

// Descriptors that the grader hands over, and limits on what comes and goes. See PROTOCOL.md, section 3.
const (
	controlFD = 3
	resultsFD = 4
	keySize   = 16
	maxPlan   = 4 << 20
	maxSub    = 16 << 10 // of a subtest's output
	maxText   = 64 << 10 // of any other text
	maxFrames = 48       // of a panic's stack
	maxPlace  = 1 << 10  // of a function's or file's name: instances of generic functions have long ones
)

// maxStack is where endless recursion ends at the latest. The runtime's own limit of 1 GB is beyond the memory that a run has, and the
// trace of so many frames takes longer than a run may.
const maxStack = 128 << 20

// exitBroken is the exit code where the grader's own descriptors are not there or do not work.
const exitBroken = 3

// entry is a registered test: one of the functions is set.
type entry struct {
	test      func(*testing.T)
	bench     func(*testing.B)
	fuzz      func(*testing.F)
	example   func()
	want      string
	unordered bool
}

var (
	tests   = map[string]entry{}
	planned []string
	leaks   bool
	closed  bool // no more registrations

	stopAtFailure bool    // one test that is not passed ends the run
	benching      []int64 // rounds of a benchmark: see bench.go
	fuzzing       []int64 // seed, executions …: see fuzz.go
)

func init() {
	readControl()
	syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_DUMPABLE, 0, 0)
	testing.Init()
	detach()
	debug.SetMaxStack(stackLimit())
	setHooks(onEnded, onPanic)
}

// stackLimit is a quarter of the memory that the run has, since a stack is copied when it grows: so endless recursion ends
// as what it is, and not for want of memory.
func stackLimit() int {
	return int(min(maxStack, debug.SetMemoryLimit(-1)/4))
}

// Test registers a test function. Called by generated code only.
func Test(name string, f func(*testing.T)) { register(name, entry{test: f}) }

// Benchmark registers a benchmark, for plans that measure.
func Benchmark(name string, f func(*testing.B)) { register(name, entry{bench: f}) }

// Fuzz registers a fuzz target, which is run on its own seeds, or fuzzed where the plan says so.
func Fuzz(name string, f func(*testing.F)) { register(name, entry{fuzz: f}) }

// Example registers an example with the output that it must print.
func Example(name string, f func(), want string) { register(name, entry{example: f, want: want}) }

// ExampleUnordered registers an example whose output may come with its lines in any order.
func ExampleUnordered(name string, f func(), want string) {
	register(name, entry{example: f, want: want, unordered: true})
}

func register(name string, e entry) {
	if !closed {
		tests[name] = e
	}
}

// Main runs the plan and ends the process. It ends it with the system call: os.Exit would run what a race build does at
// the end, which counts nothing that the frames have not told already, and costs up to a second.
func Main() {
	closed = true
	os.Args = []string{"test"}
	if !flag.Parsed() {
		flag.Parse()
	}
	send(frameReady, func(f *frame) { f.u32(uint32(len(tests))) })
	ended := 0
	for position, name := range planned {
		if e, known := tests[name]; known {
			runOne(position, name, e)
			ended++
		}
		if stopAtFailure && outcome != nil && outcome.state != 0 {
			break
		}
	}
	sendCover()
	send(frameDone, func(f *frame) {
		f.u32(uint32(ended))
		f.u32(uint32(races()))
	})
	syscall.Exit(0)
}
