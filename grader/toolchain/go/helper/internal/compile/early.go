package compile

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"assay/helper/internal/request"
)

// EarlyLinker is the name of the cache's linker that can begin before there is something to link.
const EarlyLinker = "link-early"

// earlyLink is a linker that reads the standard library while the compiler is at work, and then waits to be told what to
// link. It serves one test binary.
type earlyLink struct {
	folder string
	race   bool
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	said   keeper
}

// LinkEarly starts the linker for the first test binary that is linked, where the cache has one that can. What every test
// binary of the request holds is read ahead. Where that fails, or the guess at `race` was wrong, linking begins later.
func (c *Compiler) LinkEarly(ctx context.Context, race bool) {
	tool := filepath.Join(c.request.Go, "bin", EarlyLinker)
	library, err := c.Library(race)
	if _, missing := os.Stat(tool); missing != nil || err != nil {
		return
	}
	e := &earlyLink{folder: filepath.Join(c.request.Out, "work", "early"), race: race}
	config := filepath.Join(e.folder, "importcfg")
	if os.MkdirAll(e.folder, 0o755) != nil || library.All.write(config) != nil {
		return
	}
	e.cmd = exec.CommandContext(ctx, tool, append(c.linkFlags(e.binary(), config, true, race), e.main())...)
	e.cmd.Stdout, e.cmd.Stderr = &e.said, &e.said
	e.cmd.Dir = e.folder
	e.cmd.Env = append(childEnvironment(e.folder, 2), "ASSAY_LINK_EARLY="+strings.Join(c.inEveryTest(library, race), ","))
	if e.stdin, err = e.cmd.StdinPipe(); err != nil || e.cmd.Start() != nil {
		return
	}
	c.early.Store(e)
}

func (e *earlyLink) main() string   { return filepath.Join(e.folder, "main.a") }
func (e *earlyLink) binary() string { return filepath.Join(e.folder, "linked") }

// inEveryTest lists packages of the library that each test binary imports: those of the harness and of the files that
// visible and hidden binaries have in common.
func (c *Compiler) inEveryTest(library *Library, race bool) []string {
	named := []string{HarnessPath, "testing", "runtime"}
	if race {
		named = append(named, "runtime/race")
	}
	for _, f := range c.tree.Effective(race, request.Learner, request.Readonly, request.Visible) {
		if f.IsLearner() && f.IsTest() {
			continue
		}
		for _, i := range f.Imports() {
			if _, ok := library.Public[i.Path]; ok && !slices.Contains(named, i.Path) {
				named = append(named, i.Path)
			}
		}
	}
	return named
}

// finish links a main package into `to` by the waiting linker.
func (e *earlyLink) finish(main, config, to string) ending {
	err := os.Symlink(main, e.main())
	if err == nil {
		_, err = io.WriteString(e.stdin, config+"\n")
	}
	err = errors.Join(err, e.stdin.Close())
	end := endingOf(e.cmd, e.cmd.Wait(), &e.said)
	if end.ok && err == nil {
		err = os.Rename(e.binary(), to)
	}
	if end.ok && err != nil {
		end.fault = err
	}
	return end
}

// Close ends a linker that was not needed.
func (c *Compiler) Close() {
	if e := c.early.Swap(nil); e != nil {
		e.cmd.Process.Kill()
		e.cmd.Wait()
	}
}

// takeEarly gives the waiting linker to the first that can use it.
func (c *Compiler) takeEarly(u Unit) *earlyLink {
	e := c.early.Load()
	if e == nil || !u.tests() || u.Race != e.race || u.IsVariant() || !c.early.CompareAndSwap(e, nil) {
		return nil
	}
	return e
}
