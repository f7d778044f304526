package queue

// Queue gives items in the order of their coming.
type Queue struct{ items []Item }

// Push adds an item.
func (q *Queue) Push(item Item) { q.items = append(q.items, item) }

// Pop takes the oldest.
func (q *Queue) Pop() (Item, bool) {
	if len(q.items) == 0 {
		return none, false
	}
	first := q.items[0]
	q.items = q.items[1:]
	return first, true
}
