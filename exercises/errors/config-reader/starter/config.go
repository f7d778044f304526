// Package config reads the settings of a service.
package config

import (
	"errors"
	"io/fs"
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
	return "fault" // name the key, the line and the cause
}

// Read reads the settings from the file called name. It reports every fault of the file at once.
func Read(fsys fs.FS, name string) (Config, error) {
	return Config{}, errors.New("not written yet: read the file with fs.ReadFile")
}
