package prepare

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// manifestFile is one file of the cache, so that a damaged cache is seen.
type manifestFile struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func writeManifest(out, goVersion string) error {
	var files []manifestFile
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(out, path)
		if err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		hash := sha256.New()
		size, err := io.Copy(hash, f)
		files = append(files, manifestFile{filepath.ToSlash(name), size, hex.EncodeToString(hash.Sum(nil))})
		return err
	})
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(map[string]any{
		"schema": "assay.gocache/1", "go_version": goVersion, "files": files,
	}, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "manifest.json"), append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "manifest.sizes"), []byte(sizes(goVersion, files)), 0o644)
}

// sizes is what every grading looks at: version and platform in a line, then a file's size and path in each.
func sizes(goVersion string, files []manifestFile) string {
	var b strings.Builder
	fmt.Fprintln(&b, goVersion, "linux/"+runtime.GOARCH)
	for _, f := range files {
		fmt.Fprintln(&b, f.Size, f.Path)
	}
	return b.String()
}

// copyFile copies, and makes the folders above.
func copyFile(from, to string, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
