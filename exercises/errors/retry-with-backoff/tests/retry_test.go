package retry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

var errBusy = errors.New("busy")

// whole is a jitter that always takes the whole limit.
func whole(limit time.Duration) time.Duration { return limit }

// fails returns an operation that fails n times with errBusy and then succeeds, and the times of its calls, counted
// from now.
func fails(n int) (op func(context.Context) error, calls *[]time.Duration) {
	start := time.Now()
	calls = new([]time.Duration)
	return func(context.Context) error {
		*calls = append(*calls, time.Since(start))
		if len(*calls) <= n {
			return errBusy
		}
		return nil
	}, calls
}

func TestRetriesUntilItWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in here time is simulated: waiting costs nothing
		op, calls := fails(2)
		err := Do(t.Context(), Policy{Attempts: 5, Base: time.Second, Max: time.Minute, Jitter: whole}, op)
		if err != nil {
			t.Errorf("Do of an operation that fails twice and then works returned %v, want nil", err)
		}
		if len(*calls) != 3 {
			t.Errorf("Do called an operation that fails twice and then works %d times, want 3", len(*calls))
		}
	})
}

func TestPausesGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		op, calls := fails(4)
		Do(t.Context(), Policy{Attempts: 5, Base: time.Second, Max: 3 * time.Second, Jitter: whole}, op)
		want := []time.Duration{0, 1 * time.Second, 3 * time.Second, 6 * time.Second, 9 * time.Second}
		if !slices.Equal(*calls, want) {
			t.Errorf("with Base 1s, Max 3s and pauses that take the whole limit, op was called at %v, want %v", *calls, want)
		}
	})
}

func TestPermanentErrorIsNotRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		err := Do(t.Context(), Policy{Attempts: 5, Base: time.Second, Max: time.Second}, func(context.Context) error {
			calls++
			return fmt.Errorf("no such account: %w", ErrPermanent)
		})
		if calls != 1 || !errors.Is(err, ErrPermanent) {
			t.Errorf("a permanent error: op was called %d times and Do returned %v, want one call and that error", calls, err)
		}
	})
}

func TestPauseEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		start := time.Now()
		op, _ := fails(9)
		err := Do(ctx, Policy{Attempts: 9, Base: time.Hour, Max: time.Hour, Jitter: whole}, op)
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("the context was cancelled after 5s, in a pause of an hour; Do returned after %v, want 5s", took)
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Do returned %v, in which errors.Is does not find context.Canceled", err)
		}
	})
}

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		op, calls := fails(9)
		err := Do(t.Context(), Policy{Attempts: 9, Base: 4 * time.Second, Max: time.Hour, Budget: 10 * time.Second, Jitter: whole}, op)
		// Pauses of 4s and 8s: the second one would end after 12s.
		if took := time.Since(start); took != 4*time.Second || len(*calls) != 2 {
			t.Errorf("with a budget of 10s and pauses of 4s and 8s, Do called op %d times and took %v, want 2 calls and 4s", len(*calls), took)
		}
		if !errors.Is(err, ErrBudget) || !errors.Is(err, errBusy) {
			t.Errorf("Do returned %v, want an error that wraps ErrBudget and the error of the last call", err)
		}
	})
}
