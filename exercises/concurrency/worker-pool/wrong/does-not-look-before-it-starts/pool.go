// Package pool runs a function over many items with a limited number of workers.
package pool

import (
	"context"
	"sync"
	"sync/atomic"
)

// Map calls f for each item, at most workers of them at the same time, and returns the results in the order of items.
// The first error ends the contexts of the other calls and is returned when all of them have come back.
func Map[In, Out any](ctx context.Context, workers int, items []In, f func(context.Context, In) (Out, error)) ([]Out, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	results := make([]Out, len(items))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, len(items)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(items) {
					return
				}
				out, err := f(ctx, items[i])
				if err != nil {
					cancel(err) // only the first cause is kept
					return
				}
				results[i] = out
				if ctx.Err() != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return results, nil
}
