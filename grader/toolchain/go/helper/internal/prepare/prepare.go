// Package prepare fills the compiler cache: the standard library compiled with the overlay, plain and with the race
// detector, the harness, and copies of the toolchain's compiler and linker. It runs outside the sandbox on trusted
// input only. What it writes is all that grading needs: the go command never starts again.
package prepare

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// options are the command line's.
type options struct {
	goCommand, harness, overlay, out string
	sources                          string // prepare-modules: the folder with go.mod
	race, plain                      bool
}

// toolchain is what the go command says about itself.
type toolchain struct {
	GOROOT, GOVERSION, GOTOOLDIR, GOARCH string
}

// Run is the command `assay-go prepare`.
func Run(args []string, stdout io.Writer) error {
	var o options
	set := flag.NewFlagSet("prepare", flag.ContinueOnError)
	set.StringVar(&o.goCommand, "go", "go", "the go `command`")
	set.StringVar(&o.harness, "harness", "", "`folder` of the harness's sources")
	set.StringVar(&o.overlay, "overlay", "", "`folder` of the overlay's sources")
	set.StringVar(&o.out, "out", "", "empty `folder` that is filled")
	set.BoolVar(&o.race, "race", false, "only the race build (both, where neither is asked for)")
	set.BoolVar(&o.plain, "plain", false, "only the plain build")
	if err := o.parse(set, args); err != nil {
		return err
	}
	if o.harness == "" || o.overlay == "" || o.out == "" {
		return errors.New("--harness, --overlay and --out are needed")
	}
	return prepare(o, newProgress(stdout))
}

// parse reads the arguments; without a choice, both builds are made.
func (o *options) parse(set *flag.FlagSet, args []string) error {
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("%q is not understood", set.Arg(0))
	}
	if !o.race && !o.plain {
		o.race, o.plain = true, true
	}
	return nil
}

// variants are the builds that are wanted.
func (o *options) variants() []variant {
	var list []variant
	if o.plain {
		list = append(list, variant{"plain", false})
	}
	if o.race {
		list = append(list, variant{"race", true})
	}
	return list
}

func prepare(o options, p *progress) error {
	c, err := newCache(o, p)
	if err != nil {
		return err
	}
	defer c.close()
	p.expect(3 + len(o.variants())*(standardPackages+2))
	if err := c.copyTools(); err != nil {
		return err
	}
	c.earlyLinker()
	for _, v := range o.variants() {
		if err := c.standardLibrary(v); err != nil {
			return err
		}
		if err := c.harnessPackage(v); err != nil {
			return err
		}
	}
	p.say("manifest")
	return writeManifest(o.out, c.tools.GOVERSION)
}

// newCache asks the toolchain and writes the overlay, which is as much a part of how things are compiled as any flag.
func newCache(o options, p *progress) (*cache, error) {
	tools, err := askToolchain(o.goCommand)
	if err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp("", "assay-prepare-")
	if err != nil {
		return nil, err
	}
	overlay := ""
	if err = aside(&o, &tools, temp); err == nil {
		overlay, err = writeOverlay(o.overlay, tools, temp)
	}
	if err != nil {
		os.RemoveAll(temp)
		return nil, err
	}
	return &cache{options: o, tools: tools, progress: p, overlay: overlay, temp: temp}, nil
}

// aside reaches the toolchain by a link: one that came as a module lies in the module cache, and there the go command
// replaces no file.
func aside(o *options, tools *toolchain, temp string) error {
	root := filepath.Join(temp, "goroot")
	if err := os.Symlink(tools.GOROOT, root); err != nil {
		return err
	}
	tools.GOROOT, o.goCommand = root, filepath.Join(root, "bin", "go")
	return nil
}

func (c *cache) close() { os.RemoveAll(c.temp) }

func askToolchain(goCommand string) (toolchain, error) {
	var t toolchain
	out, err := run(exec.Command(goCommand, "env", "-json", "GOROOT", "GOVERSION", "GOTOOLDIR", "GOARCH"))
	if err != nil {
		return t, fmt.Errorf("asking %s about itself: %w", goCommand, err)
	}
	return t, json.Unmarshal(out, &t)
}

// run gives the standard output, or an error with what the command said.
func run(cmd *exec.Cmd) ([]byte, error) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.Bytes(), nil
}
