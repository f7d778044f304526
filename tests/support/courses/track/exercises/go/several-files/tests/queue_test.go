package queue

import "testing"

func TestEmpty(t *testing.T) {
	var q Queue
	if _, ok := q.Pop(); ok {
		t.Error("an empty queue gave an item")
	}
}
