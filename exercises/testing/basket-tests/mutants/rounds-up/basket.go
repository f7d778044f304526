// Package basket is a shopping basket.
package basket

import (
	"errors"
	"slices"
)

// ErrCount is the error of an item whose count is below 1.
var ErrCount = errors.New("basket: count must be at least 1")

// discountFrom is the sum in cents from which a tenth is taken off.
const discountFrom = 10_000

// Item is a number of equal things. Cents is the price of one.
type Item struct {
	Name  string
	Cents int
	Count int
}

// Basket holds items in the order in which their names were first added. The zero value is empty.
type Basket struct {
	items []Item
}

// Add puts an item in. Where the basket has an item of that name, its count grows and its price stays. A count below 1 is
// ErrCount, and the basket stays as it is.
func (b *Basket) Add(item Item) error {
	if item.Count < 1 {
		return ErrCount
	}
	for i := range b.items {
		if b.items[i].Name == item.Name {
			b.items[i].Count += item.Count
			return nil
		}
	}
	b.items = append(b.items, item)
	return nil
}

// Remove takes the item of that name out, whatever its count. It reports whether there was one.
func (b *Basket) Remove(name string) bool {
	at := slices.IndexFunc(b.items, func(item Item) bool { return item.Name == name })
	if at < 0 {
		return false
	}
	b.items = slices.Delete(b.items, at, at+1)
	return true
}

// Items gives a copy of what is in the basket: who changes it does not change the basket.
func (b *Basket) Items() []Item {
	return slices.Clone(b.items)
}

// Total is the sum in cents. From 100.00 on a tenth of it is taken off; the part of a cent that is left over is the
// customer's, so that 100.05 is 90.04.
func (b *Basket) Total() int {
	sum := 0
	for _, item := range b.items {
		sum += item.Cents * item.Count
	}
	if sum >= discountFrom {
		sum -= sum / 10
	}
	return sum
}
