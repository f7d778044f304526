package order

import "time"

// Order is what a customer has bought.
type Order struct {
	ID         string
	Customer   string
	Placed     time.Time
	TotalCents int64
	Lines      []Line
}

// Line is one article of an order.
type Line struct {
	SKU      string
	Quantity int
}
