package config

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// faults returns all field errors in the tree of err.
func faults(err error) []*FieldError {
	switch e := err.(type) {
	case nil:
		return nil
	case *FieldError:
		return []*FieldError{e}
	case interface{ Unwrap() []error }:
		var all []*FieldError
		for _, e := range e.Unwrap() {
			all = append(all, faults(e)...)
		}
		return all
	case interface{ Unwrap() error }:
		return faults(e.Unwrap())
	}
	return nil
}

func TestAnyGoodFile(t *testing.T) {
	for text, want := range map[string]Config{
		"addr=a\nworkers=1": {"a", 1, 10 * time.Second},
		"\n\n#x\n  # y = z\n\taddr\t=\ta b \n workers = -3 ": {"a b", -3, 10 * time.Second},
		"timeout=1h1m\nworkers=0\naddr=x=y=z\n":              {"x=y=z", 0, time.Hour + time.Minute},
		"workers=7\r\naddr = =\r\ntimeout=0\r\n":             {"=", 7, 0},
	} {
		got, err := Read(file(text), "app.conf")
		if err != nil || got != want {
			t.Errorf("Read of %q returned %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestCauseOfEachKindOfFault(t *testing.T) {
	_, durationErr := time.ParseDuration("soon")
	for _, c := range []struct {
		text  string
		key   string
		line  int
		cause error
	}{
		{"workers=1\n", "addr", 0, ErrMissing},
		{"# nothing\naddr=x\n", "workers", 0, ErrMissing},
		{"addr=x\nworkers=1\n\ncolour = red\n", "colour", 4, ErrUnknown},
		{"addr=x\nworkers=1\n = red\n", "", 3, ErrUnknown},
		{"addr=x\n  verbose \nworkers=1\n", "verbose", 2, ErrSyntax},
		{"addr=x\nworkers=\n", "workers", 2, strconv.ErrSyntax},
		{"workers=99999999999999999999\naddr=x", "workers", 1, strconv.ErrRange},
		{"addr=x\nworkers=1\ntimeout=soon", "timeout", 3, nil},
	} {
		_, err := Read(file(c.text), "app.conf")
		all := faults(err)
		if len(all) != 1 {
			t.Errorf("Read of %q: %d field errors in %v", c.text, len(all), err)
			continue
		}
		if f := all[0]; f.Key != c.key || f.Line != c.line {
			t.Errorf("Read of %q: the fault has Key %q and Line %d", c.text, f.Key, f.Line)
		}
		if c.cause != nil && !errors.Is(err, c.cause) {
			t.Errorf("Read of %q: %v is not found in %v", c.text, c.cause, err)
		}
		if c.cause == nil && !strings.Contains(err.Error(), durationErr.Error()) {
			t.Errorf("Read of %q: the cause %q does not show in %v", c.text, durationErr, err)
		}
		for _, other := range []error{ErrMissing, ErrUnknown, ErrSyntax, strconv.ErrSyntax, strconv.ErrRange, fs.ErrNotExist} {
			if other != c.cause && errors.Is(err, other) {
				t.Errorf("Read of %q: %v is found in %v, where it does not belong", c.text, other, err)
			}
		}
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	_, err := Read(file("colour = red\nworkers = many\nverbose\ntimeout = soon\n"), "app.conf")
	got := make(map[string]int)
	for _, f := range faults(err) {
		got[f.Key] = f.Line
	}
	want := map[string]int{"colour": 1, "workers": 2, "verbose": 3, "timeout": 4, "addr": 0}
	if len(got) != len(want) || len(faults(err)) != len(want) {
		t.Fatalf("a file with five faults: %d field errors in %v", len(faults(err)), err)
	}
	for key, line := range want {
		if l, ok := got[key]; !ok || l != line {
			t.Errorf("the fault of %q is reported with line %d (%v)", key, l, ok)
		}
	}
	for _, cause := range []error{ErrUnknown, strconv.ErrSyntax, ErrSyntax, ErrMissing} {
		if !errors.Is(err, cause) {
			t.Errorf("%v is not found in %v", cause, err)
		}
	}
}

func TestMessages(t *testing.T) {
	_, err := Read(file("\n\n\n\n\n\ncolour = red\naddr = x\n"), "app.conf")
	if err == nil {
		t.Fatal("no error for a file with faults")
	}
	for _, s := range []string{"app.conf", "colour", "7", "workers"} {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("the message %q does not contain %q", err, s)
		}
	}
	if _, err := Read(fstest.MapFS{}, "other.conf"); err == nil || !strings.Contains(err.Error(), "other.conf") {
		t.Errorf("the message %q does not name the file", err)
	}
}

var errDisk = errors.New("disk error")

// badFS has one file, whose content cannot be read to its end.
type badFS struct{}

func (badFS) Open(name string) (fs.File, error) {
	f, err := file("addr = x\nworkers = 1\ntimeout = 3s\n").Open(name)
	return &badFile{File: f}, err
}

type badFile struct {
	fs.File
	reads int
}

func (f *badFile) Read(p []byte) (int, error) {
	f.reads++
	if f.reads > 1 {
		return 0, errDisk
	}
	return f.File.Read(p[:min(len(p), 21)])
}

func TestReadErrorIsNotSwallowed(t *testing.T) {
	c, err := Read(badFS{}, "app.conf")
	if !errors.Is(err, errDisk) {
		t.Errorf("a file whose content cannot be read gave %+v, %v", c, err)
	}
	if errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that cannot be read is reported as one that does not exist: %v", err)
	}
}
