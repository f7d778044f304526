package prepare

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// variant is one of the two builds of everything.
type variant struct {
	name string
	race bool
}

// cache is the folder while it is filled.
type cache struct {
	options
	tools    toolchain
	progress *progress
	overlay  string // for the go command's -overlay
	temp     string
}

// harnessPath is the harness's import path. Learner code that names it finds nothing: it stands in importcfg.all only.
const harnessPath = "assay/harness"

// copyTools copies the compiler, the linker and this program: the cache then needs nothing outside itself.
func (c *cache) copyTools() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	c.progress.say("tools")
	for name, from := range map[string]string{
		"compile":  filepath.Join(c.tools.GOTOOLDIR, "compile"),
		"link":     filepath.Join(c.tools.GOTOOLDIR, "link"),
		"assay-go": self,
	} {
		if err := copyFile(from, filepath.Join(c.out, "bin", name), 0o755); err != nil {
			return err
		}
	}
	// A verdict must not depend on which time zones a machine has installed.
	// Some distributions ship Go without them; then programs have UTC only, as on a machine without any.
	zones := filepath.Join(c.tools.GOROOT, "lib", "time", "zoneinfo.zip")
	if err := copyFile(zones, filepath.Join(c.out, "zoneinfo.zip"), 0o644); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// In the sandbox there is no file of names but this one.
	return os.WriteFile(filepath.Join(c.out, "hosts"), []byte("127.0.0.1 localhost\n::1 localhost\n"), 0o644)
}

// buildFlags are those of every compilation through the go command. The plain build is without cgo, the race build
// needs it; both resolve names and users without the C library, so that they behave alike.
func (c *cache) buildFlags(v variant) []string {
	flags := []string{"-trimpath", "-gcflags=all=-dwarf=false", "-overlay=" + c.overlay}
	if v.race {
		flags = append(flags, "-race", "-tags=netgo,osusergo")
	}
	return flags
}

// environment is the caller's, without what would change what is built: the toolchain is the one that was asked about
// itself, whatever a go.mod on the way wishes for.
func (c *cache) environment(v variant) []string {
	cgo := "CGO_ENABLED=0"
	if v.race {
		cgo = "CGO_ENABLED=1"
	}
	return append(os.Environ(), cgo, "GOFLAGS=", "GOWORK=off", "GOOS=linux", "GOEXPERIMENT=", "GOTOOLCHAIN=local", "GOROOT="+c.tools.GOROOT)
}

func (c *cache) standardLibrary(v variant) error {
	if v.race {
		if err := c.compilerLibrary(v); err != nil {
			return err
		}
	}
	c.progress.say("standard library, " + v.name)
	packages, err := c.compile(v, c.temp, []string{"std"})
	if err != nil {
		return fmt.Errorf("compiling the standard library (%s): %w", v.name, err)
	}
	packages = append(packages, compiled{path: harnessPath})
	return c.keep(v, packages)
}

// compiled is a package that the go command has compiled, and where it keeps the archive.
type compiled struct {
	path, archive string
	standard      bool
}

// compile compiles packages and all that they import.
func (c *cache) compile(v variant, dir string, patterns []string) ([]compiled, error) {
	const line = "{{if .Export}}{{.ImportPath}}={{.Standard}}={{.Export}}{{end}}"
	args := append([]string{"list", "-v", "-export", "-deps", "-f", line}, c.buildFlags(v)...)
	cmd := exec.Command(c.goCommand, append(args, patterns...)...)
	cmd.Dir, cmd.Env = dir, c.environment(v)
	listed, err := c.follow(cmd, v.name)
	if err != nil {
		return nil, err
	}
	var list []compiled
	for _, entry := range strings.Fields(listed) {
		if parts := strings.SplitN(entry, "=", 3); len(parts) == 3 {
			list = append(list, compiled{path: parts[0], archive: parts[2], standard: parts[1] == "true"})
		}
	}
	return list, nil
}

// keep copies the archives, since the go command prunes its cache, and writes both import configurations.
func (c *cache) keep(v variant, packages []compiled) error {
	var public, all []string
	for _, p := range packages {
		file := filepath.Join("pkg", filepath.FromSlash(p.path)+".a")
		if p.archive != "" {
			if err := copyFile(p.archive, filepath.Join(c.out, v.name, file), 0o644); err != nil {
				return err
			}
		}
		entry := fmt.Sprintf("packagefile %s=%s", p.path, filepath.ToSlash(file))
		all = append(all, entry)
		if isPublic(p.path) && p.path != harnessPath {
			public = append(public, entry)
		}
	}
	if err := c.writeConfig(v, "importcfg", public); err != nil {
		return err
	}
	return c.writeConfig(v, "importcfg.all", all)
}

// follow runs the go command and turns the package names that -v prints into progress.
func (c *cache) follow(cmd *exec.Cmd, name string) (string, error) {
	var stdout, said bytes.Buffer
	cmd.Stdout = &stdout
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	reached := c.progress.done + standardPackages
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if text := lines.Text(); strings.ContainsAny(text, " :#") {
			said.WriteString(text + "\n")
		} else {
			c.progress.say(text + ", " + name)
		}
	}
	io.Copy(io.Discard, stderr)
	if err := cmd.Wait(); err != nil {
		return "", fmt.Errorf("%w: %s", err, strings.TrimSpace(said.String()))
	}
	c.progress.reach(reached)
	return stdout.String(), nil
}

// compilerLibrary copies the C compiler's own support library, which the race detector's objects need: the linker would
// ask the C compiler for it, and where submissions are graded there is none. It is also the place to say that the
// compiler is missing, before the go command fails with words about cgo.
func (c *cache) compilerLibrary(v variant) error {
	said, err := run(exec.Command(c.goCommand, "env", "CC"))
	if err != nil {
		return err
	}
	cc := strings.Fields(string(said))
	if len(cc) == 0 {
		return errors.New("the go command names no C compiler (go env CC)")
	}
	if _, err := exec.LookPath(cc[0]); err != nil {
		return errors.New("the race detector's standard library needs a C compiler (" + cc[0] +
			" is not there): install gcc")
	}
	said, err = run(exec.Command(cc[0], append(cc[1:], "--print-libgcc-file-name")...))
	if err != nil {
		return err
	}
	return copyFile(strings.TrimSpace(string(said)), filepath.Join(c.out, v.name, "libgcc.a"), 0o644)
}

// isPublic reports whether learner code may import a package of the standard library.
func isPublic(path string) bool {
	parts := strings.Split(path, "/")
	return !slices.Contains(parts, "internal") && parts[0] != "vendor" && parts[0] != "cmd"
}

// writeConfig writes an import configuration. Paths in it are relative to its own folder: the cache is mounted
// elsewhere when it is used, and who reads it makes them absolute.
func (c *cache) writeConfig(v variant, name string, entries []string) error {
	slices.Sort(entries)
	text := strings.Join(entries, "\n") + "\n"
	return os.WriteFile(filepath.Join(c.out, v.name, name), []byte(text), 0o644)
}

// harnessPackage compiles the harness. It needs no go command, and -complete is left out: some of its functions have
// their bodies in package testing.
func (c *cache) harnessPackage(v variant) error {
	c.progress.say("harness, " + v.name)
	folder, err := filepath.Abs(c.harness)
	if err != nil {
		return err
	}
	sources, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(sources) == 0 {
		return fmt.Errorf("no sources of the harness in %s", c.harness)
	}
	sources = slices.DeleteFunc(sources, func(s string) bool { return strings.HasSuffix(s, "_test.go") })
	out, err := filepath.Abs(filepath.Join(c.out, v.name, "pkg", harnessPath+".a"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	args := []string{"-o", out, "-p", harnessPath, "-lang=go1.26", "-dwarf=false", "-nolocalimports",
		"-importcfg", "importcfg.all", "-pack", "-trimpath", folder + "=>" + harnessPath}
	if v.race {
		args = append(args, "-race")
	}
	cmd := exec.Command(filepath.Join(c.tools.GOTOOLDIR, "compile"), append(args, sources...)...)
	cmd.Dir = filepath.Join(c.out, v.name)
	if _, err := run(cmd); err != nil {
		return fmt.Errorf("compiling the harness (%s): %w", v.name, err)
	}
	return nil
}
