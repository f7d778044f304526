// Package endtoend proves the Go side as a whole: it prepares a cache once, builds submissions that are written inside
// the tests, and runs them as the grader does, with key, plan and frames.
package endtoend

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/helper/internal/request"
)

// temporary is what prepared has made and TestMain takes away.
var temporary string

// prepared is the cache that all tests share. ASSAY_GOCACHE names one that is there already.
var prepared = sync.OnceValues(func() (string, error) {
	if dir := os.Getenv("ASSAY_GOCACHE"); dir != "" {
		return dir, nil
	}
	dir, err := os.MkdirTemp("", "assay-endtoend-")
	if err != nil {
		return "", err
	}
	temporary = dir
	helper := filepath.Join(dir, "assay-go")
	if out, err := exec.Command("go", "build", "-o", helper, "..").CombinedOutput(); err != nil {
		return dir, fmt.Errorf("building the helper: %s", out)
	}
	cache := filepath.Join(dir, "cache")
	if err := os.Mkdir(cache, 0o755); err != nil {
		return dir, err
	}
	cmd := exec.Command(helper, "prepare", "--harness", "../../harness", "--overlay", "../../overlay", "--out", cache)
	if out, err := cmd.CombinedOutput(); err != nil {
		return dir, fmt.Errorf("prepare: %w: %s", err, out)
	}
	return cache, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if temporary != "" {
		os.RemoveAll(temporary)
	}
	os.Exit(code)
}

// submission is a request's files as text: "-- role name --" lines, each followed by a file.
type submission struct {
	t     *testing.T
	req   request.Request
	dir   string
	build built
	limit bool // set the sandbox's limits on the build
}

// built is what `assay-go build` said.
type built struct {
	refused  []request.Diagnostic
	analysis *request.Analysis
	compiled map[string]request.Compiled
	linked   map[string]request.Linked
	failed   string
	done     bool
	order    []string
}

// newSubmission lays the files out.
func newSubmission(t *testing.T, text string) *submission {
	t.Helper()
	cache, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s := &submission{t: t, dir: dir, req: request.Request{
		Schema: request.Schema, Go: cache, Out: filepath.Join(dir, "out"), ImportPath: "course/basics/clamp", Lang: "go1.26",
		SharesProcess: true, Format: true, Vet: true,
		Tests: &request.Tests{Visible: true, Hidden: strings.Contains(text, "-- hidden "), AutoRace: true},
	}}
	if err := os.Mkdir(s.req.Out, 0o755); err != nil {
		t.Fatal(err)
	}
	var current *request.File
	var body strings.Builder
	flush := func() {
		if current != nil {
			s.add(*current, body.String())
		}
		body.Reset()
	}
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) == 4 && fields[0] == "--" && fields[3] == "--" {
			flush()
			current = &request.File{Role: fields[1], Name: fields[2]}
			continue
		}
		body.WriteString(line)
	}
	flush()
	return s
}

func (s *submission) add(f request.File, text string) {
	f.Path = filepath.Join(s.dir, "src", f.Role, f.Name)
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(f.Path, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
	s.req.Files = append(s.req.Files, f)
}

// make runs `assay-go build`.
func (s *submission) make() *built {
	s.t.Helper()
	text, err := json.Marshal(s.req)
	if err != nil {
		s.t.Fatal(err)
	}
	file := filepath.Join(s.dir, "request.json")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		s.t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	program := filepath.Join(s.req.Go, "bin", "assay-go")
	if s.limit {
		program = wrapper(s.t, program)
	}
	cmd := exec.Command(program, "build", file)
	var said bytes.Buffer
	cmd.ExtraFiles, cmd.Stdout, cmd.Stderr = []*os.File{w}, &said, &said
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	w.Close()
	s.build = built{compiled: map[string]request.Compiled{}, linked: map[string]request.Linked{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		s.read(lines.Bytes())
	}
	cmd.Wait()
	if said.Len() > 0 {
		s.t.Logf("assay-go said: %s", said.String())
	}
	return &s.build
}

func (s *submission) read(line []byte) {
	var head struct{ Event, Unit string }
	if err := json.Unmarshal(line, &head); err != nil {
		s.t.Fatalf("event %q: %v", line, err)
	}
	if bytes.Contains(line, []byte(s.dir)) {
		s.t.Errorf("an event shows a path: %s", line)
	}
	b := &s.build
	b.order = append(b.order, strings.TrimSpace(head.Event+" "+head.Unit))
	switch head.Event {
	case "refused":
		var e request.Refused
		json.Unmarshal(line, &e)
		b.refused = e.Diagnostics
	case "analysis":
		b.analysis = &request.Analysis{}
		json.Unmarshal(line, b.analysis)
	case "compiled":
		var e request.Compiled
		json.Unmarshal(line, &e)
		b.compiled[e.Unit] = e
	case "linked":
		var e request.Linked
		json.Unmarshal(line, &e)
		b.linked[e.Unit] = e
	case "failed":
		var e request.Failed
		json.Unmarshal(line, &e)
		b.failed = e.Message
	case "done":
		b.done = true
	}
}

// plan is what to run. Names nil: all tests that the analysis lists for the unit.
type plan struct {
	unit  string
	names []string
	leaks bool
	limit time.Duration
}

// ran is what a run said and how it ended.
type ran struct {
	frames   []message
	broken   string // why the frames end where they end
	stdout   string
	exit     int
	timedOut bool
}

func (s *submission) run(p plan) *ran {
	s.t.Helper()
	if p.names == nil {
		for _, t := range s.build.analysis.Tests {
			if t.Kind != "benchmark" && (t.Set == "hidden") == (p.unit == "hidden") {
				p.names = append(p.names, t.Name)
			}
		}
	}
	if p.limit == 0 {
		p.limit = 20 * time.Second
	}
	linked, ok := s.build.linked[p.unit]
	if !ok || !linked.OK {
		s.t.Fatalf("unit %s is not linked: %+v", p.unit, s.build)
	}
	var key [16]byte
	rand.Read(key[:])
	control, results, wait := s.start(linked.File, p.limit)
	text := fmt.Sprintf("leaks %d\n", map[bool]int{true: 1}[p.leaks])
	for _, name := range p.names {
		text += "run " + name + "\n"
	}
	control.Write(key[:])
	binary.Write(control, binary.LittleEndian, uint32(len(text)))
	io.WriteString(control, text)
	control.Close()
	r := &ran{}
	r.frames, r.broken = readFrames(results, key)
	results.Close()
	wait(r)
	return r
}

// start starts a test binary in an empty folder.
func (s *submission) start(file string, limit time.Duration) (control, results *os.File, wait func(*ran)) {
	controlRead, control, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	results, resultsWrite, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(s.req.Out, file))
	cmd.Dir = s.t.TempDir()
	cmd.Env = []string{"GORACE=atexit_sleep_ms=0", "TMPDIR=" + cmd.Dir, "HOME=" + cmd.Dir}
	cmd.ExtraFiles = []*os.File{controlRead, resultsWrite}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	controlRead.Close()
	resultsWrite.Close()
	var mu sync.Mutex
	killed := false
	timer := time.AfterFunc(limit, func() {
		mu.Lock()
		killed = true
		mu.Unlock()
		cmd.Process.Kill()
	})
	return control, results, func(r *ran) {
		cmd.Wait()
		timer.Stop()
		mu.Lock()
		r.timedOut = killed
		mu.Unlock()
		r.stdout, r.exit = out.String(), cmd.ProcessState.ExitCode()
	}
}
