package harness

import (
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	_ "unsafe" // for linkname
)

//go:linkname processorTime testing.assayProcessorTime
func processorTime() int64

// What a fuzz frame tells.
const (
	fuzzProgress = 0 // so many executions are through
	fuzzTrace    = 1 // this input comes next
	fuzzFailed   = 2 // this input fails, and is as small as it was made
	fuzzHang     = 3 // this input did not end in its time
	fuzzEnded    = 4 // so many executions, so many inputs that reached something new
)

const (
	progressEvery = 512
	smallerTries  = 3000          // executions that are spent on a smaller input
	growing       = 12_500_000    // of processor time for each MiB more, at the most: then it is memory that the input runs out of, and not time
	growingTime   = 5_000_000_000 // of processor time that such an input has beyond that of the others
	hangingFile   = "assay-hangs" // in testdata/fuzz/NAME: the input to make smaller, see smallerHang
)

// searcher drives a fuzz target: seeds first, then what a deterministic mutator makes of them and of the inputs that
// reached statements which none before reached. Equal seed and code give equal inputs.
type searcher struct {
	at         int
	seed       uint64
	executions int64
	traceFrom  int64 // tell each input from here on before it is run: the process is known to die of one
	patience   int64 // nanoseconds of processor time for one input

	mutator *mutator
	corpus  [][]any
	run     func([]any) (bool, string, string, []uintptr)
	done    int64 // executions that are through
	reached int
	output  []byte // of the input that is running
	failed  bool

	running atomic.Pointer[[]any]
	began   atomic.Int64 // processor time
	number  atomic.Int64
}

// current is the searcher at work. It takes what the target's function logs.
var current atomic.Pointer[searcher]

// search fuzzes a target by the plan's "fuzz SEED EXECUTIONS TRACE-FROM MILLISECONDS".
func search(at int, name string, f func(*testing.F)) {
	s := &searcher{at: at, traceFrom: -1, executions: 1000, patience: 1000}
	for i, into := range []*int64{nil, &s.executions, &s.traceFrom, &s.patience} {
		if i < len(fuzzing) && into != nil {
			*into = fuzzing[i]
		}
	}
	s.seed = uint64(fuzzing[0])
	s.patience *= 1_000_000
	current.Store(s)
	go s.watch()
	fuzzTarget(name, f, s.work)
	current.Store(nil)
}

// watch ends the process where one input takes too long: no other goroutine can stop it. One that takes more and more
// memory is left to meet that limit, which says better what is wrong with it.
func (s *searcher) watch() {
	var looked, before int64 // at this input, and the memory then
	for current.Load() == s {
		pause(20_000)
		input, began, number := s.running.Load(), s.began.Load(), s.number.Load()
		if number != looked {
			looked, before = number, heldMemory()
			continue // what it takes shows at the next look
		}
		took := processorTime() - began
		if input == nil || took < s.patience {
			continue
		}
		if took < s.patience+growingTime && heldMemory() > before+took/growing {
			continue
		}
		if s.number.Load() == number {
			s.tell(fuzzHang, number-1, *input, "")
			syscall.Exit(exitHang)
		}
	}
}

// heldMemory is what the process holds, in MiB. What the system counts as its peak may be that of the program which started it.
func heldMemory() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.Sys-stats.HeapReleased) >> 20
}

// exitHang is the exit code where one input took too long.
const exitHang = 4

func (s *searcher) tell(what byte, done int64, input []any, text string) {
	send(frameFuzz, func(f *frame) {
		f.u32(uint32(s.at))
		f.u8(what)
		f.u64(uint64(done))
		f.text(literals(input), maxText)
		f.text(text, maxSub)
	})
}

func (s *searcher) noteEnded(output []byte) { s.output = append(s.output, output...) }

func (s *searcher) work(types []reflect.Type, seeds [][]any, run func([]any) (bool, string, string, []uintptr)) {
	s.run = run
	if s.executions == 0 {
		s.smallerHang(types)
		return
	}
	s.mutator = newMutator(s.seed, types)
	seeds = append(seeds, fileSeeds(types, nameOf(s.at))...)
	if len(seeds) == 0 {
		seeds = [][]any{s.mutator.zero()}
	}
	s.reached = covered()
	for _, input := range seeds {
		s.mutator.learn(input)
		if s.try(input); s.failed {
			return
		}
		s.corpus = append(s.corpus, input)
	}
	for s.done < s.executions && !s.failed {
		base := s.corpus[s.mutator.pick(len(s.corpus))]
		input := s.mutator.change(base, s.corpus)
		s.try(input)
		if now := covered(); now > s.reached && !s.failed {
			s.reached = now
			s.corpus = append(s.corpus, input)
		}
	}
	if !s.failed {
		s.tell(fuzzEnded, s.done, nil, "")
	}
}

func nameOf(at int) string { return planned[at] }

// try runs one input, and where it fails looks for a smaller one that fails as well.
func (s *searcher) try(input []any) {
	if s.traceFrom >= 0 && s.done >= s.traceFrom {
		s.tell(fuzzTrace, s.done, input, "")
	}
	bad, kind, text, pcs := s.execute(input)
	s.done++
	if s.done%progressEvery == 0 {
		s.tell(fuzzProgress, s.done, nil, "")
	}
	if !bad {
		return
	}
	s.failed = true
	small := s.smaller(input, kind)
	// Once more, for the words that belong to the smaller input.
	if again, k, t, p := s.execute(small); again && k == kind {
		text, pcs = t, p
	} else {
		small = input
		s.execute(input)
	}
	s.tell(fuzzFailed, s.done, small, string(s.output))
	if kind != "" {
		onPanic(1, nameOf(s.at), kind, text, pcs, s.output)
	}
}

func (s *searcher) execute(input []any) (bad bool, kind, text string, pcs []uintptr) {
	s.output = s.output[:0]
	s.began.Store(processorTime())
	s.number.Add(1)
	s.running.Store(&input)
	bad, kind, text, pcs = s.run(copied(input))
	s.running.Store(nil)
	return bad, kind, text, pcs
}

// smallerHang runs what is simpler than the input that is known to hang, the boldest first. The first that hangs too ends
// the process, and watch tells it; where none does, the end says so. The grader asks again with what it was told.
func (s *searcher) smallerHang(types []reflect.Type) {
	input, ok := readSeed(filepath.Join("testdata", "fuzz", nameOf(s.at), hangingFile), types)
	for i := range input {
		for candidate := range simpler(input[i]) {
			if s.done++; !ok || s.done > smallerTries {
				break
			}
			next := slices.Clone(input)
			next[i] = candidate
			s.execute(next)
		}
	}
	s.tell(fuzzEnded, s.done, nil, "")
}

// smaller shrinks an input step by step, as long as what is smaller fails in the same way.
func (s *searcher) smaller(input []any, kind string) []any {
	tries := 0
	for progress := true; progress && tries < smallerTries; {
		progress = false
		for i := range input {
			for candidate := range simpler(input[i]) {
				if tries++; tries > smallerTries {
					break
				}
				next := append([]any{}, input...)
				next[i] = candidate
				if bad, k, _, _ := s.execute(next); bad && k == kind {
					input, progress = next, true
					break
				}
			}
		}
	}
	return input
}
