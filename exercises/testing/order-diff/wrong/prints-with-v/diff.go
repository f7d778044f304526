package order

import (
	"fmt"
	"slices"
)

// Diff compares two orders and returns one entry for each field that differs,
// in the form "NAME: got VALUE, want VALUE". It returns no entries for orders
// that are equal.
func Diff(got, want Order) []string {
	var diffs []string
	if got.ID != want.ID {
		diffs = append(diffs, fmt.Sprintf("ID: got %v, want %v", got.ID, want.ID))
	}
	if got.Customer != want.Customer {
		diffs = append(diffs, fmt.Sprintf("Customer: got %v, want %v", got.Customer, want.Customer))
	}
	if !got.Placed.Equal(want.Placed) {
		diffs = append(diffs, fmt.Sprintf("Placed: got %v, want %v", got.Placed, want.Placed))
	}
	if got.TotalCents != want.TotalCents {
		diffs = append(diffs, fmt.Sprintf("TotalCents: got %v, want %v", got.TotalCents, want.TotalCents))
	}
	if !slices.Equal(got.Lines, want.Lines) {
		diffs = append(diffs, fmt.Sprintf("Lines: got %v, want %v", got.Lines, want.Lines))
	}
	return diffs
}
