// Package config reads the settings of a service.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"
)

// Causes of a FieldError.
var (
	ErrMissing = errors.New("is required")
	ErrUnknown = errors.New("is not known")
	ErrSyntax  = errors.New("has no value: want key = value")
)

// Config holds the settings.
type Config struct {
	Addr    string
	Workers int
	Timeout time.Duration
}

// FieldError is one fault in a settings file.
type FieldError struct {
	Key  string
	Line int // counted from 1; 0 if the key is missing
	Err  error
}

// Error says where the fault is and what it is.
func (e *FieldError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.Key, e.Err)
	}
	return fmt.Sprintf("line %d: %s: %v", e.Line, e.Key, e.Err)
}

// Unwrap returns the cause.
func (e *FieldError) Unwrap() error { return e.Err }

// Read reads the settings from the file called name. It reports every fault of the file at once.
func Read(fsys fs.FS, name string) (Config, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return Config{}, fmt.Errorf("config %s: %v", name, err)
	}
	c, err := parse(string(text))
	if err != nil {
		return Config{}, fmt.Errorf("config %s: %v", name, err)
	}
	return c, nil
}

func parse(text string) (Config, error) {
	c := Config{Timeout: 10 * time.Second}
	var errs []error
	seen := make(map[string]bool)
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, found := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		err := ErrSyntax
		if found {
			seen[key] = true
			err = c.set(key, value)
		}
		if err != nil {
			errs = append(errs, &FieldError{Key: key, Line: i + 1, Err: err})
		}
	}
	for _, key := range []string{"addr", "workers"} {
		if !seen[key] {
			errs = append(errs, &FieldError{Key: key, Err: ErrMissing})
		}
	}
	return c, errors.Join(errs...)
}

func (c *Config) set(key, value string) (err error) {
	switch key {
	case "addr":
		c.Addr = value
	case "workers":
		c.Workers, err = strconv.Atoi(value)
	case "timeout":
		c.Timeout, err = time.ParseDuration(value)
	default:
		err = ErrUnknown
	}
	return err
}
