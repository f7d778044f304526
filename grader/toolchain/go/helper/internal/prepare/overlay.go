package prepare

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// fitting are the Go releases whose package testing the hooks were tried with.
const fitting = "go1.26"

// hook is one insertion into a file of package testing: a call on the anchor's own last line, so that no line number in
// any stack trace changes. The anchor must stand there exactly once.
type hook struct{ file, anchor, call string }

var hooks = []hook{
	{"testing.go", "func (t *T) report() {", " if assayReported(t) { return };"},
	{"testing.go", "\t\tdoPanic := func(err any) {\n\t\t\tt.Fail()", "; assayPanicked(&t.common, err)"},
	{"fuzz.go", "\tfn := reflect.ValueOf(ff)", "; fn = assayFuzzFunc(fn)"},
	{"benchmark.go", "\t\tb.timerOn = true", "; assayTimerStarts()"},
	{"benchmark.go", "func (b *B) StopTimer() {\n\tif b.timerOn {", " assayTimerStops();"},
	{"benchmark.go", "\tb.duration = 0", "; assayTimerReset()"},
	{"fuzz.go", "\t\tdoPanic := func(err any) {\n\t\t\tf.Fail()", "; assayPanicked(&f.common, err)"},
}

// writeOverlay makes the changed copies and the file that the go command's -overlay reads, and gives its path.
func writeOverlay(sources string, tools toolchain, temp string) (string, error) {
	folder := filepath.Join(tools.GOROOT, "src", "testing")
	changed := map[string]string{}
	for _, h := range hooks {
		text, ok := changed[h.file]
		if !ok {
			read, err := os.ReadFile(filepath.Join(folder, h.file))
			if err != nil {
				return "", err
			}
			text = string(read)
		}
		if strings.Count(text, h.anchor) != 1 {
			return "", fmt.Errorf("the hooks do not fit package testing of %s (%s: %q); they are known to fit %s",
				tools.GOVERSION, h.file, h.anchor, fitting)
		}
		changed[h.file] = strings.Replace(text, h.anchor, h.anchor+h.call, 1)
	}
	replace := map[string]string{}
	for file, text := range changed {
		path := filepath.Join(temp, file)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return "", err
		}
		replace[filepath.Join(folder, file)] = path
	}
	for _, name := range []string{"testing_assay.go", "testing_measure.go"} {
		own, err := filepath.Abs(filepath.Join(sources, name))
		if err != nil {
			return "", err
		}
		replace[filepath.Join(folder, name)] = own
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path := filepath.Join(temp, "overlay.json")
	return path, os.WriteFile(path, text, 0o644)
}
