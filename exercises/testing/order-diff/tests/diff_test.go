package order

import (
	"slices"
	"testing"
	"time"
)

// sample returns a new order, equal each time.
func sample() Order {
	return Order{
		ID:         "o-17",
		Customer:   "ada",
		Placed:     time.Date(2026, time.March, 1, 12, 30, 0, 0, time.UTC),
		TotalCents: 2497,
		Lines:      []Line{{SKU: "tea", Quantity: 2}, {SKU: "cup", Quantity: 1}},
	}
}

// check compares what Diff says with the entries that should come.
func check(t *testing.T, got, want Order, entries ...string) {
	t.Helper()
	if diffs := Diff(got, want); !slices.Equal(diffs, entries) {
		t.Errorf("Diff = %q, want %q", diffs, entries)
	}
}

func TestEqualOrdersDiffer0Times(t *testing.T) {
	check(t, sample(), sample())
}

func TestTextIsQuoted(t *testing.T) {
	got := sample()
	got.Customer = "ada "
	check(t, got, sample(), `Customer: got "ada ", want "ada"`)
}

func TestNumberIsPlain(t *testing.T) {
	got := sample()
	got.TotalCents = -5
	check(t, got, sample(), "TotalCents: got -5, want 2497")
}

func TestLineIsNamedByIndex(t *testing.T) {
	got := sample()
	got.Lines[1].Quantity = 3
	check(t, got, sample(), "Lines[1].Quantity: got 3, want 1")
}
