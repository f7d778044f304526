// Package pool runs a function over many items with a limited number of workers.
package pool

import "context"

// Map calls f for each item, at most workers of them at the same time, and returns the results in the order of items.
// The first error ends the contexts of the other calls and is returned when all of them have come back.
func Map[In, Out any](ctx context.Context, workers int, items []In, f func(context.Context, In) (Out, error)) ([]Out, error) {
	return nil, nil
}
