package harness

import (
	"runtime"
	"strings"
	"time"
)

// leakPatience is how long a goroutine may live after its test.
const leakPatience = time.Second

// reportLeaks sends a frame where goroutines that the test started are still there a second after it ended.
func reportLeaks(at int, before map[string]bool) {
	var left []string
	wait := int64(50)
	for deadline := time.Now().Add(leakPatience); ; {
		left = left[:0]
		for _, stack := range stacks() {
			if !before[goroutineID(stack)] && !isRuntimes(stack) {
				left = append(left, stack)
			}
		}
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			break
		}
		pause(wait)
		wait = min(2*wait, 10_000)
	}
	send(frameLeak, func(f *frame) {
		f.u32(uint32(at))
		f.u32(uint32(len(left)))
		f.text(strings.Join(left, "\n\n"), maxText)
	})
}

// goroutines is the set of those that are there.
func goroutines() map[string]bool {
	ids := map[string]bool{}
	for _, stack := range stacks() {
		ids[goroutineID(stack)] = true
	}
	return ids
}

// stacks gives a trace for each goroutine, that of the caller first.
func stacks() []string {
	buffer := make([]byte, 64<<10)
	for {
		n := runtime.Stack(buffer, true)
		if n < len(buffer) || len(buffer) >= 16<<20 {
			return strings.Split(strings.TrimSpace(string(buffer[:n])), "\n\n")
		}
		buffer = make([]byte, 4*len(buffer))
	}
}

// goroutineID is the number in "goroutine 7 [running]:". Numbers are never used twice.
func goroutineID(stack string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(stack, "goroutine "), " ")
	return id
}

// isRuntimes reports whether the runtime started the goroutine: finalizers and cleanups, timers' callbacks, and the
// one that serves os/signal, which never ends once a program has asked for a signal.
func isRuntimes(stack string) bool {
	_, creator, found := strings.Cut(stack, "\ncreated by ")
	if !found {
		return true
	}
	for _, own := range []string{"runtime.", "time.goFunc", "os/signal."} {
		if strings.HasPrefix(creator, own) {
			return true
		}
	}
	return false
}
