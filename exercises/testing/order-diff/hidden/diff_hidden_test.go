package order

import (
	"testing"
	"time"
)

func changed(change func(o *Order)) Order {
	o := sample()
	change(&o)
	return o
}

func TestEachFieldAlone(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(o *Order)
		there  string
		back   string
	}{
		{"id", func(o *Order) { o.ID = "" }, `ID: got "", want "o-17"`, `ID: got "o-17", want ""`},
		{"customer", func(o *Order) { o.Customer = "a\"b\n" }, `Customer: got "a\"b\n", want "ada"`, `Customer: got "ada", want "a\"b\n"`},
		{"placed", func(o *Order) { o.Placed = o.Placed.Add(time.Hour) }, "Placed: got 2026-03-01T13:30:00Z, want 2026-03-01T12:30:00Z", "Placed: got 2026-03-01T12:30:00Z, want 2026-03-01T13:30:00Z"},
		{"total", func(o *Order) { o.TotalCents = 1 << 40 }, "TotalCents: got 1099511627776, want 2497", "TotalCents: got 2497, want 1099511627776"},
		{"first sku", func(o *Order) { o.Lines[0].SKU = "té" }, `Lines[0].SKU: got "té", want "tea"`, `Lines[0].SKU: got "tea", want "té"`},
		{"last quantity", func(o *Order) { o.Lines[1].Quantity = 0 }, "Lines[1].Quantity: got 0, want 1", "Lines[1].Quantity: got 1, want 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			check(t, changed(tt.change), sample(), tt.there)
			check(t, sample(), changed(tt.change), tt.back)
		})
	}
}

func TestAllFieldsInOrder(t *testing.T) {
	check(t, Order{
		ID:         "x",
		Customer:   "bob",
		Placed:     time.Unix(0, 0),
		TotalCents: 1,
		Lines:      []Line{{"cup", 1}, {"tea", 2}},
	}, sample(),
		`ID: got "x", want "o-17"`,
		`Customer: got "bob", want "ada"`,
		"Placed: got 1970-01-01T00:00:00Z, want 2026-03-01T12:30:00Z",
		"TotalCents: got 1, want 2497",
		`Lines[0].SKU: got "cup", want "tea"`,
		"Lines[0].Quantity: got 1, want 2",
		`Lines[1].SKU: got "tea", want "cup"`,
		"Lines[1].Quantity: got 2, want 1",
	)
}

func TestSameInstant(t *testing.T) {
	zone := time.FixedZone("somewhere", 5*60*60+30*60)
	moved := changed(func(o *Order) { o.Placed = o.Placed.In(zone) })
	check(t, moved, sample())
	check(t, sample(), moved)

	now := time.Now()
	with := changed(func(o *Order) { o.Placed = now })
	without := changed(func(o *Order) { o.Placed = now.Round(0).In(zone) })
	check(t, with, without)
	check(t, without, with)
}

func TestInstantsApart(t *testing.T) {
	zone := time.FixedZone("somewhere", -3*60*60)
	later := changed(func(o *Order) { o.Placed = o.Placed.Add(1).In(zone) })
	check(t, later, sample(), "Placed: got 2026-03-01T12:30:00.000000001Z, want 2026-03-01T12:30:00Z")

	sameClock := changed(func(o *Order) { o.Placed = time.Date(2026, time.March, 1, 12, 30, 0, 0, zone) })
	check(t, sameClock, sample(), "Placed: got 2026-03-01T15:30:00Z, want 2026-03-01T12:30:00Z")
}

func TestNoLines(t *testing.T) {
	none := changed(func(o *Order) { o.Lines = nil })
	empty := changed(func(o *Order) { o.Lines = []Line{} })
	check(t, none, none)
	check(t, none, empty)
	check(t, empty, none)
	check(t, Order{}, Order{})
}

func TestDifferentNumberOfLines(t *testing.T) {
	none := changed(func(o *Order) { o.Lines = nil })
	check(t, none, sample(), "Lines: got 0, want 2")
	check(t, sample(), none, "Lines: got 2, want 0")

	shorter := changed(func(o *Order) { o.Lines = []Line{{"tea", 7}} })
	check(t, shorter, sample(), "Lines: got 1, want 2", "Lines[0].Quantity: got 7, want 2")
	check(t, sample(), shorter, "Lines: got 2, want 1", "Lines[0].Quantity: got 2, want 7")

	longer := changed(func(o *Order) { o.Lines = append(o.Lines, Line{"pot", 1}) })
	check(t, longer, sample(), "Lines: got 3, want 2")
}
