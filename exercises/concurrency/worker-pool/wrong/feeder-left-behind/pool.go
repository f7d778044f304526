// Package pool runs a function over many items with a limited number of workers.
package pool

import (
	"context"
	"sync"
)

// Map calls f for each item, at most workers of them at the same time, and returns the results in the order of items.
// The first error ends the contexts of the other calls and is returned when all of them have come back.
func Map[In, Out any](ctx context.Context, workers int, items []In, f func(context.Context, In) (Out, error)) ([]Out, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	indexes := make(chan int)
	go func() {
		defer close(indexes)
		for i := range items {
			indexes <- i
		}
	}()

	results := make([]Out, len(items))
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				i, ok := <-indexes
				if !ok {
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
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return results, nil
}
