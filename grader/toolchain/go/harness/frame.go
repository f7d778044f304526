package harness

import (
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Types of frames. They are part of the protocol: never renumber.
const (
	frameReady = 1
	frameStart = 2
	frameSub   = 3
	frameEnd   = 4
	framePanic = 5
	frameLeak  = 6
	frameDone  = 7
	frameCover = 8
	frameBench = 9
	frameFuzz  = 10
)

const (
	tagSize  = 16
	headSize = 4
)

// frame is a message while it is written. Its layout is in PROTOCOL.md.
type frame struct{ bytes []byte }

var (
	key      [keySize]byte
	sending  sync.Mutex // guards sequence, and keeps frames whole
	sequence uint64
)

func (f *frame) u8(n byte) { f.bytes = append(f.bytes, n) }

func (f *frame) u32(n uint32) {
	f.bytes = append(f.bytes, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
}

func (f *frame) u64(n uint64) {
	f.u32(uint32(n))
	f.u32(uint32(n >> 32))
}

// text writes a string, cut at limit bytes.
func (f *frame) text(s string, limit int) {
	if len(s) > limit {
		s = s[:limit]
	}
	f.u32(uint32(len(s)))
	f.bytes = append(f.bytes, s...)
}

// send seals one frame and writes it. Subtests that run in parallel end in goroutines of their own, hence the lock.
func send(kind byte, payload func(*frame)) {
	sending.Lock()
	defer sending.Unlock()
	f := frame{bytes: make([]byte, headSize, 256)}
	f.u64(sequence)
	f.u8(kind)
	if payload != nil {
		payload(&f)
	}
	sequence++
	n := uint32(len(f.bytes) - headSize)
	f.bytes[0], f.bytes[1], f.bytes[2], f.bytes[3] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
	tag := sipHash128(&key, f.bytes[headSize:])
	writeAll(append(f.bytes, tag[:]...))
}

// writeAll writes to the results pipe. Where that fails, learner code has closed it or the grader is gone: no result
// can be told any more, so the process ends, and the missing frames speak.
func writeAll(p []byte) {
	for len(p) > 0 {
		n, err := syscall.Write(resultsFD, p)
		switch {
		case err == syscall.EINTR:
		case err == syscall.EAGAIN:
			pause(100)
		case err != nil || n <= 0:
			syscall.Exit(exitBroken)
		default:
			p = p[n:]
		}
	}
}

// readControl reads the key and the plan, and closes the descriptor.
func readControl() {
	readFull(key[:])
	var head [4]byte
	readFull(head[:])
	n := int(head[0]) | int(head[1])<<8 | int(head[2])<<16 | int(head[3])<<24
	if n > maxPlan {
		broken("the plan is too long")
	}
	plan := make([]byte, n)
	readFull(plan)
	syscall.Close(controlFD)
	parsePlan(string(plan))
}

func readFull(p []byte) {
	for len(p) > 0 {
		n, err := syscall.Read(controlFD, p)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			broken("this program runs under the grader only: it gives a key and a plan on descriptor 3")
		}
		p = p[n:]
	}
}

func parsePlan(plan string) {
	for len(plan) > 0 {
		line := plan
		plan = ""
		for i := range len(line) {
			if line[i] == '\n' {
				line, plan = line[:i], line[i+1:]
				break
			}
		}
		switch {
		case line == "leaks 1":
			leaks = true
		case line == "stop 1":
			stopAtFailure = true
		case len(line) > 6 && line[:6] == "bench ":
			benching = numbers(line[6:])
		case len(line) > 5 && line[:5] == "fuzz ":
			fuzzing = numbers(line[5:])
		case len(line) > 4 && line[:4] == "run ":
			planned = append(planned, line[4:])
		}
	}
}

// numbers reads integers with spaces between them.
func numbers(text string) []int64 {
	var list []int64
	for _, word := range strings.Fields(text) {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			broken("the plan has a number that is none")
		}
		list = append(list, n)
	}
	return list
}

func broken(why string) {
	syscall.Write(2, []byte("assay: "+why+"\n"))
	syscall.Exit(exitBroken)
}
