package prepare

import (
	"errors"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// RunModules is the command `assay-go prepare-modules`: it compiles what the Go files under a folder import of other
// modules, as that folder's go.mod requires them, with the flags and the overlay of the standard library. The result
// lies beside a cache and is of use with a cache of the same toolchain only.
func RunModules(args []string, stdout io.Writer) error {
	var o options
	set := flag.NewFlagSet("prepare-modules", flag.ContinueOnError)
	set.StringVar(&o.goCommand, "go", "go", "the go `command`")
	set.StringVar(&o.overlay, "overlay", "", "`folder` of the overlay's sources")
	set.StringVar(&o.sources, "sources", "", "`folder` with go.mod, go.sum and the course's Go files")
	set.StringVar(&o.out, "out", "", "empty `folder` that is filled")
	set.BoolVar(&o.race, "race", false, "only the race build (both, where neither is asked for)")
	set.BoolVar(&o.plain, "plain", false, "only the plain build")
	if err := o.parse(set, args); err != nil {
		return err
	}
	if o.overlay == "" || o.sources == "" || o.out == "" {
		return errors.New("--overlay, --sources and --out are needed")
	}
	p := newProgress(stdout)
	c, err := newCache(o, p)
	if err != nil {
		return err
	}
	defer c.close()
	return c.modules()
}

func (c *cache) modules() error {
	said, err := run(c.moduleCommand())
	if err != nil {
		return err
	}
	imports, err := foreignImports(c.sources, strings.TrimSpace(string(said)))
	if err != nil {
		return err
	}
	c.progress.expect(len(c.variants())*(len(imports)+1) + 1)
	for _, v := range c.variants() {
		c.progress.say("modules, " + v.name)
		var packages []compiled
		if len(imports) > 0 {
			if packages, err = c.compile(v, c.sources, imports); err != nil {
				return fmt.Errorf("compiling the modules of %s (%s): %w", c.sources, v.name, err)
			}
		}
		packages = slices.DeleteFunc(packages, func(p compiled) bool { return p.standard })
		if err := c.keep(v, packages); err != nil {
			return err
		}
	}
	c.progress.say("manifest")
	return writeManifest(c.out, c.tools.GOVERSION)
}

// moduleCommand asks for the path of the module itself.
func (c *cache) moduleCommand() *exec.Cmd {
	cmd := exec.Command(c.goCommand, "list", "-m")
	cmd.Dir, cmd.Env = c.sources, c.environment(variant{})
	return cmd
}

// isLeftOut names folders whose imports are nobody's wish: wrong submissions may import what does not exist, and the go
// command passes over the others.
func isLeftOut(name string) bool {
	return name == "wrong" || name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

// foreignImports lists what the Go files import from modules other than their own. The files are the author's; one that
// does not parse is not this command's business: a starter may be unfinished.
func foreignImports(dir, own string) ([]string, error) {
	found := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != dir && isLeftOut(d.Name()) {
			return filepath.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return nil
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			first, _, _ := strings.Cut(imported, "/")
			if err == nil && strings.Contains(first, ".") && imported != own && !strings.HasPrefix(imported, own+"/") {
				found[imported] = true
			}
		}
		return nil
	})
	var list []string
	for path := range found {
		list = append(list, path)
	}
	slices.Sort(list)
	return list, err
}
