// Package seats sells the seats of a show.
package seats

import (
	"errors"
	"fmt"
	"sync"
)

// ErrSoldOut is returned by Book when no seat is free.
var ErrSoldOut = errors.New("sold out")

// Show sells a fixed number of seats. Its methods may be called from many goroutines.
type Show struct {
	mu   sync.Mutex
	free int // guarded by mu
}

// New returns a show with n free seats.
func New(n int) *Show {
	return &Show{free: n}
}

// Free returns how many seats are free.
func (s *Show) Free() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.free
}

// Book books one seat if one is free and pay succeeds.
// It returns ErrSoldOut when no seat is free, and an error that wraps that of pay when paying fails.
func (s *Show) Book(pay func() error) error {
	if !s.take() {
		return ErrSoldOut
	}
	// The bank may take seconds: the seat is reserved, the lock is not held.
	if err := pay(); err != nil {
		return fmt.Errorf("paying for a seat: %w", err)
	}
	return nil
}

// take takes a free seat and reports whether there was one.
func (s *Show) take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.free == 0 {
		return false
	}
	s.free--
	return true
}
