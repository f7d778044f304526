package queue

import "testing"

func TestOrder(t *testing.T) {
	var q Queue
	q.Push(Item{"a"})
	q.Push(Item{"b"})
	if first, _ := q.Pop(); first.Name != "a" {
		t.Errorf("first is %q, want a", first.Name)
	}
}
