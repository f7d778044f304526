package prepare

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fakeToolchain has a package testing with the given files.
func fakeToolchain(t *testing.T, files map[string]string) toolchain {
	t.Helper()
	root := t.TempDir()
	folder := filepath.Join(root, "src", "testing")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return toolchain{GOROOT: root, GOVERSION: "go1.99"}
}

const (
	testingText = "func (t *T) report() {\n}\n\t\tdoPanic := func(err any) {\n\t\t\tt.Fail()\n}\n"
	benchText   = "\t\tb.timerOn = true\nfunc (b *B) StopTimer() {\n\tif b.timerOn {\n\tb.duration = 0\n"
	fuzzText    = "\tfn := reflect.ValueOf(ff)\n\t\tdoPanic := func(err any) {\n\t\t\tf.Fail()\n}\n"
)

func TestOverlayKeepsLineNumbers(t *testing.T) {
	temp := t.TempDir()
	tools := fakeToolchain(t, map[string]string{"testing.go": testingText, "fuzz.go": fuzzText, "benchmark.go": benchText})
	if _, err := writeOverlay("overlay", tools, temp); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(temp, "testing.go"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(text), "\n") != strings.Count(testingText, "\n") {
		t.Error("lines were added")
	}
	for _, call := range []string{"assayReported(t)", "assayPanicked(&t.common, err)"} {
		if strings.Count(string(text), call) != 1 {
			t.Errorf("%s is not there once: %s", call, text)
		}
	}
}

func TestOverlayThatDoesNotFitNamesWhatFits(t *testing.T) {
	for name, text := range map[string]string{"gone": "package testing\n", "twice": testingText + testingText} {
		t.Run(name, func(t *testing.T) {
			tools := fakeToolchain(t, map[string]string{"testing.go": text, "fuzz.go": fuzzText, "benchmark.go": benchText})
			_, err := writeOverlay("overlay", tools, t.TempDir())
			if err == nil || !strings.Contains(err.Error(), "go1.99") || !strings.Contains(err.Error(), fitting) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestPublicPackages(t *testing.T) {
	for path, want := range map[string]bool{
		"fmt": true, "net/http": true, "internal/abi": false, "crypto/internal/fips140": false, "vendor/golang.org/x/net": false,
		"cmd/go": false, "example.com/x/internal": false, "internals": true,
	} {
		if got := isPublic(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func TestForeignImports(t *testing.T) {
	dir := t.TempDir()
	text := "package a\n\nimport (\n\t\"fmt\"\n\n\t\"course.example/b\"\n\t\"example.com/x/y\"\n\t`example.com/z`\n)\n"
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "broken.go"), []byte("packag"), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := foreignImports(dir, "course.example")
	if want := []string{"example.com/x/y", "example.com/z"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

// A linker that has changed is left as it is: the cache is whole without the early one.
func TestEarlyLinkerThatDoesNotFit(t *testing.T) {
	root := t.TempDir()
	folder := filepath.Join(root, "src", "cmd", "link", "internal", "ld")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "lib.go"), []byte("package ld\n\nfunc (ctxt *Link) loadlib() {}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := &cache{tools: toolchain{GOROOT: root, GOVERSION: "go1.99"}, temp: t.TempDir()}
	if err := c.buildLinker(); err == nil || !strings.Contains(err.Error(), "go1.99") {
		t.Errorf("%v", err)
	}
}
