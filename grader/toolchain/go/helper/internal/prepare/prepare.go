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
	if err := set.Parse(args); err != nil {
		return err
	}
	if o.harness == "" || o.overlay == "" || o.out == "" {
		return errors.New("--harness, --overlay and --out are needed")
	}
	if !o.race && !o.plain {
		o.race, o.plain = true, true
	}
	return prepare(o, newProgress(stdout))
}

func prepare(o options, p *progress) error {
	tools, err := askToolchain(o.goCommand)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "assay-prepare-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	overlay, err := writeOverlay(o.overlay, tools, temp)
	if err != nil {
		return err
	}
	p.expect(tools, o)
	c := cache{options: o, tools: tools, progress: p, overlay: overlay, temp: temp}
	if err := c.copyTools(); err != nil {
		return err
	}
	for _, v := range []variant{{"plain", false}, {"race", true}} {
		if (v.race && !o.race) || (!v.race && !o.plain) {
			continue
		}
		if err := c.standardLibrary(v); err != nil {
			return err
		}
		if err := c.harnessPackage(v); err != nil {
			return err
		}
	}
	p.say("manifest")
	return writeManifest(o.out, tools.GOVERSION)
}

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
