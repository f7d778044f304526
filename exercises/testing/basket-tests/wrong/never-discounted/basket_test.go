package basket

import (
	"errors"
	"slices"
	"testing"
)

var (
	tea    = Item{Name: "tea", Cents: 450, Count: 2}
	coffee = Item{Name: "coffee", Cents: 1200, Count: 1}
)

func filled(t *testing.T, items ...Item) *Basket {
	t.Helper()
	var b Basket
	for _, item := range items {
		if err := b.Add(item); err != nil {
			t.Fatalf("Add(%v) = %v, want nil", item, err)
		}
	}
	return &b
}

func TestAdd(t *testing.T) {
	more := tea
	more.Cents, more.Count = 999, 1
	b := filled(t, tea, coffee, more)
	want := []Item{{"tea", 450, 3}, coffee}
	if got := b.Items(); !slices.Equal(got, want) {
		t.Errorf("Items() = %v, want %v", got, want)
	}
}

func TestAddRefusesCounts(t *testing.T) {
	for _, count := range []int{0, -1} {
		b := filled(t, tea)
		if err := b.Add(Item{"milk", 100, count}); !errors.Is(err, ErrCount) {
			t.Errorf("Add with count %d = %v, want ErrCount", count, err)
		}
		if got := b.Items(); !slices.Equal(got, []Item{tea}) {
			t.Errorf("after Add with count %d: Items() = %v, want only tea", count, got)
		}
	}
}

func TestRemove(t *testing.T) {
	b := filled(t, tea, coffee)
	if b.Remove("milk") {
		t.Error("Remove of what is not there = true, want false")
	}
	if !b.Remove("tea") {
		t.Error("Remove(tea) = false, want true")
	}
	if got := b.Items(); !slices.Equal(got, []Item{coffee}) {
		t.Errorf("Items() = %v, want only coffee", got)
	}
}

func TestItemsIsACopy(t *testing.T) {
	b := filled(t, tea)
	b.Items()[0].Count = 100
	if got := b.Items()[0].Count; got != 2 {
		t.Errorf("count = %d after the copy was changed, want 2", got)
	}
}

func TestTotal(t *testing.T) {
	for _, c := range []struct {
		name  string
		items []Item
		want  int
	}{
		{"empty", nil, 0},
		{"two items", []Item{tea, coffee}, 2100},
		{"just below the discount", []Item{{"a", 9_999, 1}}, 9_999},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := filled(t, c.items...).Total(); got != c.want {
				t.Errorf("Total() = %d, want %d", got, c.want)
			}
		})
	}
}
