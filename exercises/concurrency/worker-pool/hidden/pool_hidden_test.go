package pool

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestEveryItemOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, 100} {
		for _, workers := range []int{1, 2, 8, 150} {
			items := make([]int, n)
			calls := make([]atomic.Int64, n)
			for i := range items {
				items[i] = i
			}
			got, err := Map(context.Background(), workers, items, func(_ context.Context, i int) (string, error) {
				calls[i].Add(1)
				return strconv.Itoa(i), nil
			})
			if err != nil || len(got) != n {
				t.Fatalf("%d items, %d workers: Map returned %d results and the error %v", n, workers, len(got), err)
			}
			for i := range items {
				if c := calls[i].Load(); c != 1 {
					t.Errorf("%d items, %d workers: f was called %d times for item %d", n, workers, c, i)
				}
				if got[i] != strconv.Itoa(i) {
					t.Errorf("%d items, %d workers: result %d is %q", n, workers, i, got[i])
				}
			}
		}
	}
}

func TestNeverMoreThanWorkers(t *testing.T) {
	for _, workers := range []int{1, 2, 5} {
		for _, n := range []int{1, 5, 23} {
			synctest.Test(t, func(t *testing.T) {
				var active, most atomic.Int64
				items := make([]int, n)
				for i := range items {
					items[i] = i
				}
				start := time.Now()
				_, err := Map(t.Context(), workers, items, func(_ context.Context, i int) (int, error) {
					most.Store(max(most.Load(), active.Add(1)))
					defer active.Add(-1)
					if i == 0 {
						// One slow call must not hold up the other workers.
						time.Sleep(time.Duration(n) * time.Second)
					} else {
						time.Sleep(time.Second)
					}
					return i, nil
				})
				took := time.Since(start)
				want := time.Duration(n) * time.Second
				if workers == 1 {
					want = time.Duration(2*n-1) * time.Second
				}
				if err != nil || took != want {
					t.Errorf("%d items, %d workers: took %v with the error %v, want %v", n, workers, took, err, want)
				}
				if got := most.Load(); got > int64(workers) {
					t.Errorf("%d workers: %d calls at the same time", workers, got)
				}
			})
		}
	}
}

func TestTheFirstErrorInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// The later the item, the sooner it fails. Nobody looks at the context.
		var errs []error
		for i := range 5 {
			errs = append(errs, fmt.Errorf("item %d", i))
		}
		_, err := Map(t.Context(), 5, []int{0, 1, 2, 3, 4}, func(_ context.Context, i int) (int, error) {
			time.Sleep(time.Duration(5-i) * time.Second)
			return 0, errs[i]
		})
		time.Sleep(time.Hour) // whoever is still at work ends here
		if !errors.Is(err, errs[4]) || errors.Is(err, errs[0]) {
			t.Errorf("item 4 failed first, and Map returned %v", err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		// The others fail because they are cancelled.
		errBad := errors.New("bad")
		_, err := Map(t.Context(), 3, []int{0, 1, 2, 3}, func(ctx context.Context, i int) (int, error) {
			if i == 1 {
				time.Sleep(time.Second)
				return 0, errBad
			}
			select {
			case <-ctx.Done():
				return 0, ctx.Err()
			case <-time.After(time.Hour):
				return 0, nil
			}
		})
		if !errors.Is(err, errBad) {
			t.Errorf("Map returned %v, want the error that ended the others", err)
		}
	})
}

func TestStopsTakingUpWork(t *testing.T) {
	for _, workers := range []int{1, 2, 4} {
		var calls atomic.Int64
		giveUp := make(chan struct{})
		timer := time.AfterFunc(soon, func() { close(giveUp) })
		_, err := Map(context.Background(), workers, make([]int, 1000), func(ctx context.Context, _ int) (int, error) {
			if calls.Add(1) == int64(workers) {
				return 0, errors.New("bad") // when all workers are busy
			}
			select {
			case <-ctx.Done():
				return 0, ctx.Err()
			case <-giveUp:
				return 0, nil
			}
		})
		if !timer.Stop() {
			t.Fatalf("%d workers: the contexts of the other calls did not end after an error", workers)
		}
		if err == nil {
			t.Errorf("%d workers: Map returned no error", workers)
		}
		if got := calls.Load(); got > 200 {
			t.Errorf("%d workers: f was called %d times after an early error", workers, got)
		}
	}
}

func TestWaitsForRunningCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var active atomic.Int64
		_, err := Map(t.Context(), 3, []int{0, 1, 2}, func(ctx context.Context, i int) (int, error) {
			active.Add(1)
			defer active.Add(-1)
			if i == 2 {
				time.Sleep(time.Second)
				return 0, errors.New("bad")
			}
			time.Sleep(time.Minute) // does not notice at once
			return 0, nil
		})
		if err == nil {
			t.Error("Map returned no error")
		}
		if got := active.Load(); got != 0 {
			t.Errorf("Map returned while %d calls were under way", got)
		}
		time.Sleep(time.Hour) // whoever is still at work ends here
	})
}

func TestCallerCancels(t *testing.T) {
	// Before. Repeated, since a select between two ready cases takes either.
	for range 100 {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		var calls atomic.Int64
		_, err := Map(ctx, 2, make([]int, 10), func(context.Context, int) (int, error) {
			calls.Add(1)
			return 0, nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("with a context that had ended, Map returned %v", err)
		}
		if got := calls.Load(); got != 0 {
			t.Fatalf("with a context that had ended, f was called %d times", got)
		}
	}
	// During.
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		var calls atomic.Int64
		_, err := Map(ctx, 4, make([]int, 1000), func(ctx context.Context, _ int) (int, error) {
			calls.Add(1)
			select {
			case <-ctx.Done():
				return 0, ctx.Err()
			case <-time.After(time.Minute):
				return 0, nil
			}
		})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after the deadline, Map returned %v", err)
		}
		if got := calls.Load(); got > 200 {
			t.Errorf("the deadline was met in the second round of 4 calls, and f was called %d times", got)
		}
	})
}
