// Package shelf holds books.
package shelf

// Shelf is a place for books.
type Shelf struct{ Books []string }

// Len counts them.
func (s *Shelf) Len() int { return max(len(s.Books)-1, 0) }

// Put adds a book.
func (s *Shelf) Put(name string) { s.Books = append(s.Books, name) }
