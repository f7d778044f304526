// Package compile runs the Go compiler and linker on a submission. Both meet hostile input: they are children with the
// sandbox's limits on them, and how a child ends is told apart: by its own errors, at a limit, or by a fault of ours.
package compile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Limits that a compiler can meet.
const (
	LimitCPU    = "cpu"
	LimitMemory = "memory"
	LimitSize   = "size" // too long or too deeply nested, or what it writes is too large
)

// maxSaid is how much of a child's words is kept; more is read and dropped, so that the child never blocks.
const maxSaid = 256 << 10

// ending is how a child ended.
type ending struct {
	ok    bool
	said  string
	limit string
	fault error // it could not be started
}

// keeper keeps the beginning of what is written to it.
type keeper struct{ bytes.Buffer }

func (k *keeper) Write(p []byte) (int, error) {
	if room := maxSaid - k.Len(); room > 0 {
		k.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// runChild starts a tool and waits for its end.
func runChild(ctx context.Context, dir, tool string, processors int, args []string) ending {
	cmd := exec.CommandContext(ctx, tool, args...)
	var said keeper
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.Dir = dir
	cmd.Env = childEnvironment(dir, processors)
	cmd.WaitDelay = time.Second
	e := endingOf(cmd, cmd.Run(), &said)
	if ctx.Err() != nil {
		e.fault = nil // it was us who killed it
	}
	return e
}

// endingOf tells how a tool that has ended did, from the error of waiting for it.
func endingOf(cmd *exec.Cmd, err error, said *keeper) ending {
	e := ending{ok: err == nil, said: said.String()}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		e.fault = err
		return e
	}
	if !e.ok && killedFromOutside(cmd.ProcessState) {
		e.fault = errors.New("the compiler was killed by something else on this machine")
		return e
	}
	if !e.ok {
		e.limit = limitOf(cmd.ProcessState, e.said)
	}
	return e
}

// childEnvironment is all that a tool sees. Small compilations end before their first collection is worth its time: so
// the collector begins at a bound that hostile input alone reaches, well below the memory limit. With that, a second
// processor wins a compiler nothing; the linker's own phases use it.
func childEnvironment(dir string, processors int) []string {
	return []string{"TMPDIR=" + dir, "HOME=" + dir, "PATH=", "GOROOT=", "GOGC=off", "GOMEMLIMIT=768MiB",
		fmt.Sprintf("GOMAXPROCS=%d", processors)}
}

// killedFromOutside: the kernel kills at the limits of processor time and of memory. What was killed far from both was
// killed by somebody, and that is not the learner's doing.
func killedFromOutside(state *os.ProcessState) bool {
	status, _ := state.Sys().(syscall.WaitStatus)
	usage, known := state.SysUsage().(*syscall.Rusage)
	const small = 256 << 10 // KiB
	return known && status.Signaled() && status.Signal() == syscall.SIGKILL && !nearCPULimit(state) && usage.Maxrss < small
}

// limitOf tells at which limit a child that did not end well ended, or "" where it was none. The text is believed here:
// it is the compiler's, which quotes the learner's words after a position only.
func limitOf(state *os.ProcessState, said string) string {
	status, _ := state.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		switch status.Signal() {
		case syscall.SIGXCPU:
			return LimitCPU
		case syscall.SIGXFSZ:
			return LimitSize
		case syscall.SIGKILL:
			if nearCPULimit(state) {
				return LimitCPU
			}
			return LimitMemory
		}
	}
	for _, line := range strings.Split(said, "\n") {
		if l := limitInLine(line); l != "" {
			return l
		}
	}
	return ""
}

func limitInLine(line string) string {
	line = strings.TrimPrefix(line, "fatal error: ")
	switch {
	case strings.HasPrefix(line, "SIGXCPU"):
		return LimitCPU
	case strings.HasPrefix(line, "runtime: out of memory"), strings.HasPrefix(line, "out of memory"),
		strings.HasPrefix(line, "runtime: cannot allocate memory"), strings.HasPrefix(line, "cannot allocate memory"),
		strings.HasPrefix(line, "runtime: failed to create new OS thread"):
		return LimitMemory
	case strings.HasPrefix(line, "runtime: goroutine stack exceeds"), strings.HasPrefix(line, "stack overflow"),
		strings.HasPrefix(line, "SIGXFSZ"), strings.HasSuffix(line, ": file too large"),
		strings.HasSuffix(line, ": no space left on device"):
		return LimitSize
	}
	return ""
}

// nearCPULimit tells a kill for processor time from one for memory: outside, both are SIGKILL.
func nearCPULimit(state *os.ProcessState) bool {
	var limit syscall.Rlimit
	const rlimitCPU = 0
	if syscall.Getrlimit(rlimitCPU, &limit) != nil || limit.Cur > 1<<32 {
		return false
	}
	used := state.UserTime() + state.SystemTime()
	return used+500*time.Millisecond >= time.Duration(limit.Cur)*time.Second
}
