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
	add := func(name, got, want string) {
		if got != want {
			diffs = append(diffs, fmt.Sprintf("%s: got %s, want %s", name, got, want))
		}
	}
	text := func(s string) string { return fmt.Sprintf("%q", s) }
	number := func(n int64) string { return fmt.Sprint(n) }
	instant := func(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

	add("ID", text(got.ID), text(want.ID))
	add("Customer", text(got.Customer), text(want.Customer))
	add("Placed", instant(got.Placed), instant(want.Placed))
	add("TotalCents", number(got.TotalCents), number(want.TotalCents))
	add("Lines", number(int64(len(got.Lines))), number(int64(len(want.Lines))))
	for i := range min(len(got.Lines), len(want.Lines)) {
		g, w := got.Lines[i], want.Lines[i]
		line := fmt.Sprintf("Lines[%d].", i)
		add(line+"SKU", text(g.SKU), text(w.SKU))
		add(line+"Quantity", number(int64(g.Quantity)), number(int64(w.Quantity)))
	}
	return diffs
}
