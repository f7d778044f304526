// Package shelf holds books.
package shelf

// Shelf is a place for books.
type Shelf struct{ Books []string }

// Len counts them.
func (s *Shelf) Len() int { return len(s.Books) }
