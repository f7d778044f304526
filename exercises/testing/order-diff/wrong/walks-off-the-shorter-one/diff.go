package order

import (
	"fmt"
	"time"
)

// Diff compares two orders and returns one entry for each field that differs,
// in the form "NAME: got VALUE, want VALUE". It returns no entries for orders
// that are equal.
func Diff(got, want Order) []string {
	var diffs []string
	if got.ID != want.ID {
		diffs = append(diffs, fmt.Sprintf("ID: got %q, want %q", got.ID, want.ID))
	}
	if got.Customer != want.Customer {
		diffs = append(diffs, fmt.Sprintf("Customer: got %q, want %q", got.Customer, want.Customer))
	}
	if !got.Placed.Equal(want.Placed) {
		diffs = append(diffs, fmt.Sprintf("Placed: got %s, want %s", got.Placed.UTC().Format(time.RFC3339Nano), want.Placed.UTC().Format(time.RFC3339Nano)))
	}
	if got.TotalCents != want.TotalCents {
		diffs = append(diffs, fmt.Sprintf("TotalCents: got %d, want %d", got.TotalCents, want.TotalCents))
	}
	if len(got.Lines) != len(want.Lines) {
		diffs = append(diffs, fmt.Sprintf("Lines: got %d, want %d", len(got.Lines), len(want.Lines)))
	}
	for i := range want.Lines {
		if got.Lines[i].SKU != want.Lines[i].SKU {
			diffs = append(diffs, fmt.Sprintf("Lines[%d].SKU: got %q, want %q", i, got.Lines[i].SKU, want.Lines[i].SKU))
		}
		if got.Lines[i].Quantity != want.Lines[i].Quantity {
			diffs = append(diffs, fmt.Sprintf("Lines[%d].Quantity: got %d, want %d", i, got.Lines[i].Quantity, want.Lines[i].Quantity))
		}
	}
	return diffs
}
