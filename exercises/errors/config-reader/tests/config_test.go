package config

import (
	"errors"
	"io/fs"
	"strconv"
	"testing"
	"testing/fstest"
	"time"
)

// file returns a file system with one file, app.conf.
func file(text string) fs.FS {
	return fstest.MapFS{"app.conf": {Data: []byte(text)}}
}

func TestReadsAGoodFile(t *testing.T) {
	got, err := Read(file("# production\naddr = :8080\nworkers = 4\ntimeout = 2s\n"), "app.conf")
	want := Config{Addr: ":8080", Workers: 4, Timeout: 2 * time.Second}
	if err != nil || got != want {
		t.Errorf("Read of a good file returned %+v, %v; want %+v, nil", got, err, want)
	}
}

func TestMissingFile(t *testing.T) {
	_, err := Read(fstest.MapFS{}, "app.conf")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Read of a file that does not exist returned the error %q, in which errors.Is does not find fs.ErrNotExist", err)
	}
}

func TestBadNumber(t *testing.T) {
	_, err := Read(file("addr = :8080\nworkers = many\n"), "app.conf")
	fault, ok := errors.AsType[*FieldError](err)
	if !ok {
		t.Fatalf("Read with workers = many returned the error %q, in which errors.AsType does not find a *FieldError", err)
	}
	if fault.Key != "workers" || fault.Line != 2 {
		t.Errorf("the FieldError has Key %q and Line %d, want workers and 2", fault.Key, fault.Line)
	}
	if !errors.Is(err, strconv.ErrSyntax) {
		t.Errorf("errors.Is does not find strconv.ErrSyntax in %q: does FieldError have a method Unwrap?", err)
	}
}
