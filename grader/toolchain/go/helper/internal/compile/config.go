package compile

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Archives says where the compiled form of each package lies.
type Archives map[string]string

// Library is the prepared standard library of one build.
type Library struct {
	Public Archives // what learner code may import
	All    Archives // what generated code and the linker need: also internal packages and the harness
}

// ReadLibrary reads the import configurations of the cache, and of the modules' folder where there is one.
func ReadLibrary(cache, modules string, race bool) (*Library, error) {
	library := &Library{Archives{}, Archives{}}
	build := "plain"
	if race {
		build = "race"
	}
	for _, folder := range []string{cache, modules} {
		if folder == "" {
			continue
		}
		if err := library.Public.read(filepath.Join(folder, build, "importcfg")); err != nil {
			return nil, err
		}
		if err := library.All.read(filepath.Join(folder, build, "importcfg.all")); err != nil {
			return nil, err
		}
	}
	return library, nil
}

// read adds what an import configuration says. Paths in it are relative to its folder.
func (a Archives) read(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		entry, ok := strings.CutPrefix(strings.TrimSpace(line), "packagefile ")
		path, archive, found := strings.Cut(entry, "=")
		if ok && found {
			a[path] = filepath.Join(filepath.Dir(file), archive)
		}
	}
	return nil
}

// write writes an import configuration.
func (a Archives) write(file string) error { return a.writeMapped(file, nil) }

// writeMapped writes one in which some packages are called otherwise in sources than in their archives.
func (a Archives) writeMapped(file string, mapped map[string]string) error {
	paths := make([]string, 0, len(a))
	for path := range a {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	var b strings.Builder
	for _, path := range paths {
		name := path
		if other, ok := mapped[path]; ok && other != path {
			fmt.Fprintf(&b, "importmap %s=%s\n", path, other)
			name = other
		}
		fmt.Fprintf(&b, "packagefile %s=%s\n", name, a[path])
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}
