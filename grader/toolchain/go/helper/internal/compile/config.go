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

// ReadLibrary reads the import configurations of the cache. Their paths are relative to their folder.
func ReadLibrary(cache string, race bool) (*Library, error) {
	folder := filepath.Join(cache, "plain")
	if race {
		folder = filepath.Join(cache, "race")
	}
	public, err := readConfig(filepath.Join(folder, "importcfg"))
	if err != nil {
		return nil, err
	}
	all, err := readConfig(filepath.Join(folder, "importcfg.all"))
	return &Library{public, all}, err
}

func readConfig(file string) (Archives, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	a := Archives{}
	for line := range strings.Lines(string(text)) {
		entry, ok := strings.CutPrefix(strings.TrimSpace(line), "packagefile ")
		path, archive, found := strings.Cut(entry, "=")
		if !ok || !found {
			continue
		}
		if !filepath.IsAbs(archive) {
			archive = filepath.Join(filepath.Dir(file), archive)
		}
		a[path] = archive
	}
	return a, nil
}

// write writes an import configuration.
func (a Archives) write(file string) error {
	paths := make([]string, 0, len(a))
	for path := range a {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	var b strings.Builder
	for _, path := range paths {
		fmt.Fprintf(&b, "packagefile %s=%s\n", path, a[path])
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}
