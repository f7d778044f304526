package pool

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// soon is how long a call waits to be cancelled before it gives up. A right solution needs none of it.
const soon = 2 * time.Second

func TestKeepsTheOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in here time is simulated: sleeping costs nothing
		got, err := Map(t.Context(), 3, []int{3, 1, 2}, func(_ context.Context, n int) (int, error) {
			time.Sleep(time.Duration(n) * time.Second)
			return n * 10, nil
		})
		if want := []int{30, 10, 20}; err != nil || !slices.Equal(got, want) {
			t.Errorf("Map of [3 1 2] with a function that multiplies by 10 returned %v, %v; want %v, nil", got, err, want)
		}
	})
}

func TestWorksSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var active, most atomic.Int64
		start := time.Now()
		_, err := Map(t.Context(), 3, make([]int, 6), func(context.Context, int) (int, error) {
			most.Store(max(most.Load(), active.Add(1)))
			time.Sleep(time.Second)
			active.Add(-1)
			return 0, nil
		})
		if err != nil {
			t.Errorf("Map returned the error %v, want nil", err)
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("6 items of one second with 3 workers took %v, want 2s", took)
		}
		if got := most.Load(); got > 3 {
			t.Errorf("with 3 workers, %d calls of f were under way at the same time", got)
		}
	})
}

func TestReturnsTheError(t *testing.T) {
	errBad := errors.New("bad record")
	_, err := Map(context.Background(), 2, []string{"waits", "bad", "third"}, func(ctx context.Context, s string) (string, error) {
		if s == "bad" {
			return "", errBad
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(soon):
			t.Errorf("the context of the call for %q did not end although another call failed", s)
			return "", nil
		}
	})
	if !errors.Is(err, errBad) {
		t.Errorf("one of three calls failed with %q, and Map returned the error %v", errBad, err)
	}
}
