package basket

import "testing"

// The test runs a good part of the basket. Does it notice anything?
func TestBasket(t *testing.T) {
	var b Basket
	b.Add(Item{Name: "tea", Cents: 450, Count: 2})
	b.Total()
	b.Items()
}
