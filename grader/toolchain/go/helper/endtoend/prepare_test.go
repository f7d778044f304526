package endtoend

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestManifestNamesEveryFile(t *testing.T) {
	cache, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(cache, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Schema, GoVersion string
		Files             []struct {
			Path, SHA256 string
			Size         int64
		}
	}
	if err := json.Unmarshal(text, &m); err != nil || m.Schema != "assay.gocache/1" {
		t.Fatalf("%v: %.100s", err, text)
	}
	seen := map[string]bool{}
	for _, f := range m.Files {
		seen[f.Path] = true
	}
	for _, path := range []string{"bin/assay-go", "bin/compile", "bin/link", "bin/link-early", "plain/importcfg", "plain/importcfg.all",
		"plain/pkg/assay/harness.a", "plain/pkg/net/http.a", "race/pkg/runtime/race.a", "race/libgcc.a",
		"zoneinfo.zip"} {
		if !seen[path] {
			t.Errorf("%s is not in the manifest", path)
		}
	}
	first, err := os.ReadFile(filepath.Join(cache, "plain/importcfg"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(first), "internal") || strings.Contains(string(first), "assay") {
		t.Error("the public import configuration names what is not public")
	}
	for _, f := range m.Files {
		if f.Path == "plain/importcfg" {
			if sum := sha256.Sum256(first); f.SHA256 != hex.EncodeToString(sum[:]) || f.Size != int64(len(first)) {
				t.Errorf("%+v", f)
			}
		}
	}
}

// The modules that a course requires are compiled against the very standard library of the cache.
func TestModules(t *testing.T) {
	cache, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	course, out := t.TempDir(), t.TempDir()
	write(t, filepath.Join(course, "go.mod"), "module course\n\ngo 1.26\n\nrequire example.com/greet v0.0.0\n\nreplace example.com/greet => ./greet\n")
	write(t, filepath.Join(course, "greet/go.mod"), "module example.com/greet\n\ngo 1.26\n")
	write(t, filepath.Join(course, "greet/greet.go"), "package greet\n\nimport (\n\t\"fmt\"\n\n\t\"example.com/greet/internal/words\"\n)\n\nfunc Answer(n fmt.Stringer) int { return len(n.String()) + words.N }\n")
	write(t, filepath.Join(course, "greet/internal/words/w.go"), "package words\n\nconst N = 40\n")
	const body = "import (\n\t\"net/url\"\n\n\t\"example.com/greet\"\n)\n\nfunc F() int { return greet.Answer(&url.URL{Path: \"/x\"}) }\n"
	write(t, filepath.Join(course, "basics/clamp/a.go"), "package clamp\n\n"+body)
	write(t, filepath.Join(course, "basics/clamp/wrong/w/a.go"), "package clamp\n\nimport _ \"example.com/nowhere\"\n")
	cmd := exec.Command(filepath.Join(cache, "bin", "assay-go"), "prepare-modules", "--overlay", "../../overlay",
		"--sources", course, "--out", out)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for _, race := range []bool{false, true} {
		t.Run(fmt.Sprint(race), func(t *testing.T) {
			s := newSubmission(t, learner(body))
			s.req.Modules, s.req.Tests.Race = out, race
			b := s.make()
			if !b.linked["visible"].OK {
				t.Fatalf("%+v", b)
			}
			if r := s.run(plan{unit: "visible"}); r.verdict(2) != "passed" {
				t.Errorf("%+v", r)
			}
		})
	}
	s := newSubmission(t, learner("import _ \"example.com/greet/internal/words\"\n\nfunc F() int { return 42 }\n"))
	s.req.Modules = out
	if b := s.make(); len(b.refused) == 0 {
		t.Errorf("%+v", b)
	}
}

// The harness's own SipHash against the reference vectors. It cannot be tested in its own folder, since the harness
// links with the overlay only.
func TestHarnessSipHash(t *testing.T) {
	dir := t.TempDir()
	text, err := os.ReadFile("../../harness/siphash.go")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "go.mod"), "module assay/harness\n\ngo 1.26\n")
	write(t, filepath.Join(dir, "siphash.go"), string(text))
	write(t, filepath.Join(dir, "siphash_test.go"), `package harness

import (
	"fmt"
	"testing"
)

const (
	keySize = 16
	tagSize = 16
)

func Test(t *testing.T) {
	key := [keySize]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	var input []byte
	for n := range 64 {
		fmt.Printf("vector %x\n", sipHash128(&key, input))
		input = append(input, byte(n))
	}
}
`)
	cmd := exec.Command("go", "test", "-v", "-count=1", ".")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var key [16]byte
	for i := range key {
		key[i] = byte(i)
	}
	var input []byte
	n := 0
	for line := range strings.Lines(string(out)) {
		got, ok := strings.CutPrefix(strings.TrimSpace(line), "vector ")
		if !ok {
			continue
		}
		if want := fmt.Sprintf("%x", sipHash(key, input)); got != want {
			t.Errorf("%d bytes: %s, want %s", n, got, want)
		}
		if want := vectors[n]; want != "" && got != want {
			t.Errorf("%d bytes: %s, the reference gives %s", n, got, want)
		}
		input = append(input, byte(n))
		n++
	}
	if n != 64 {
		t.Errorf("%d vectors: %s", n, out)
	}
}

// A toolchain that came as a module lies in the module cache, where the go command lets nothing be replaced.
func TestToolchainInModuleCache(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	cache, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	helper := filepath.Join(cache, "bin", "assay-go")
	out := t.TempDir()
	cmd := exec.Command(helper, "prepare", "--harness", "../../harness", "--overlay", "../../overlay", "--out", out, "--plain")
	cmd.Env = append(os.Environ(), "GOMODCACHE="+filepath.Dir(strings.TrimSpace(string(root))), "GOFLAGS=-modcacherw")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if _, err := os.Stat(filepath.Join(out, "bin", "link-early")); err != nil {
		t.Error(err)
	}
}
