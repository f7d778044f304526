package queue

// Item is what waits.
type Item struct{ Name string }
