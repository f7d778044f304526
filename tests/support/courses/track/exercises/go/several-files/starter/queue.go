package queue

// Queue gives items in the order of their coming.
type Queue struct{}

// Push adds an item.
func (q *Queue) Push(item Item) {}

// Pop takes the oldest.
func (q *Queue) Pop() (Item, bool) { return Item{}, false }
