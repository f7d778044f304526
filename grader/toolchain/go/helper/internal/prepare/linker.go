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

// linkerHooks are where the linker begins to load packages, and where it makes their symbols its own. Their files lie below
// the linker's internal folder, as do those that overlay/link adds.
var linkerHooks = []hook{
	{"ld/lib.go", "\t// ctxt.Library grows during the loop, so not a range loop.\n\ti := ", "assayPreload(ctxt) // "},
	{"loader/loader.go", "func (l *Loader) LoadSyms(arch *sys.Arch) {", " if l.loadRest(arch) { return }"},
}

var linkerAdditions = map[string]string{"ld/assay_preload.go": "preload.go", "loader/assay_symbols.go": "symbols.go"}

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
	folder := filepath.Join(c.tools.GOROOT, "src", "cmd", "link", "internal")
	replace := map[string]string{}
	for _, h := range linkerHooks {
		original := filepath.Join(folder, filepath.FromSlash(h.file))
		text, err := os.ReadFile(original)
		if err != nil {
			return err
		}
		if strings.Count(string(text), h.anchor) != 1 {
			return fmt.Errorf("%s does not fit the linker of %s", h.file, c.tools.GOVERSION)
		}
		changed := filepath.Join(c.temp, "link-"+filepath.Base(h.file))
		if err := os.WriteFile(changed, []byte(strings.Replace(string(text), h.anchor, h.anchor+h.call, 1)), 0o644); err != nil {
			return err
		}
		replace[original] = changed
	}
	for file, own := range linkerAdditions {
		path, err := filepath.Abs(filepath.Join(c.options.overlay, "link", own))
		if err != nil {
			return err
		}
		replace[filepath.Join(folder, filepath.FromSlash(file))] = path
	}
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
