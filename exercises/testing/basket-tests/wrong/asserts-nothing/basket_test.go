package basket

import "testing"

func TestBasket(t *testing.T) {
	var b Basket
	b.Add(Item{"tea", 450, 2})
	b.Add(Item{"tea", 450, 1})
	b.Add(Item{"milk", 100, 0})
	b.Add(Item{"gold", 10_000, 1})
	b.Total()
	b.Items()
	b.Remove("tea")
	b.Remove("tea")
}
