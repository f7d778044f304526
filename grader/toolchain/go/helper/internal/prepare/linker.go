package prepare

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"assay/helper/internal/compile"
)

// linkerAnchor is where the linker begins to load packages; the preloading goes before it.
var linkerAnchor = hook{"lib.go", "\t// ctxt.Library grows during the loop, so not a range loop.\n\ti := ", "assayPreload(ctxt) // "}

// earlyLinker builds the toolchain's linker with overlay/link, which lets it load the standard library while the compiler
// is still at work. It is a matter of speed alone: where the sources are not there or have changed, the cache has no such
// linker, and the plain one does all the work.
func (c *cache) earlyLinker() {
	c.progress.say("linker")
	if err := c.buildLinker(); err != nil {
		c.progress.say("the early linker could not be built, verdicts take longer: " + firstLine(err.Error()))
	}
}

func (c *cache) buildLinker() error {
	folder := filepath.Join(c.tools.GOROOT, "src", "cmd", "link", "internal", "ld")
	text, err := os.ReadFile(filepath.Join(folder, linkerAnchor.file))
	if err != nil {
		return err
	}
	if strings.Count(string(text), linkerAnchor.anchor) != 1 {
		return fmt.Errorf("it does not fit the linker of %s", c.tools.GOVERSION)
	}
	changed := filepath.Join(c.temp, "link-"+linkerAnchor.file)
	replaced := strings.Replace(string(text), linkerAnchor.anchor, linkerAnchor.anchor+linkerAnchor.call, 1)
	if err := os.WriteFile(changed, []byte(replaced), 0o644); err != nil {
		return err
	}
	own, err := filepath.Abs(filepath.Join(c.options.overlay, "link", "preload.go"))
	if err != nil {
		return err
	}
	replace := map[string]string{filepath.Join(folder, linkerAnchor.file): changed, filepath.Join(folder, "assay_preload.go"): own}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	config := filepath.Join(c.temp, "overlay-link.json")
	if err := os.WriteFile(config, overlay, 0o644); err != nil {
		return err
	}
	cmd := exec.Command(c.goCommand, "build", "-overlay="+config, "-trimpath", "-ldflags=-s -w",
		"-o", filepath.Join(c.out, "bin", compile.EarlyLinker), "cmd/link")
	cmd.Dir, cmd.Env = c.temp, c.environment(variant{})
	_, err = run(cmd)
	return err
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
