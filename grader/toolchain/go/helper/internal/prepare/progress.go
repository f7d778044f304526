package prepare

import (
	"fmt"
	"io"
	"sync"
)

// standardPackages is about how many packages the standard library has. Progress only: it need not be right.
const standardPackages = 360

// progress prints lines "progress DONE TOTAL what is being done".
type progress struct {
	mu          sync.Mutex
	out         io.Writer
	done, total int
}

func newProgress(out io.Writer) *progress { return &progress{out: out} }

// expect sets the total before the work begins.
func (p *progress) expect(total int) { p.total = total }

// say begins a step.
func (p *progress) say(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done = min(p.done+1, p.total)
	fmt.Fprintf(p.out, "progress %d %d %s\n", p.done, p.total, what)
}

// reach moves on to a step that is known by number: what was cached made no noise.
func (p *progress) reach(steps int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done = max(p.done, steps)
}
