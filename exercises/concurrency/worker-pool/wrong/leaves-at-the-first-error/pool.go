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
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(items) {
					return
				}
				out, err := f(ctx, items[i])
				if err != nil {
					cancel(err)
					return
				}
				results[i] = out
			}
		})
	}
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-done:
		return results, context.Cause(ctx)
	}
}
