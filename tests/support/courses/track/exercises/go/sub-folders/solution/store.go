package store

import "course/go/sub-folders/internal/shelf"

// Count says how many books stand in the store.
func Count(names ...string) int {
	var s shelf.Shelf
	for _, name := range names {
		s.Put(name)
	}
	return s.Len()
}
