package shelf

// Put adds a book.
func (s *Shelf) Put(name string) { s.Books = append(s.Books, name) }
