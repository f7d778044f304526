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

func TestGivesUpAfterAttempts(t *testing.T) {
	for _, attempts := range []int{1, 2, 3, 10} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			var errs []error
			err := Do(t.Context(), Policy{Attempts: attempts, Base: time.Second, Max: time.Second, Jitter: whole}, func(context.Context) error {
				errs = append(errs, fmt.Errorf("call %d", len(errs)))
				return errs[len(errs)-1]
			})
			if len(errs) != attempts {
				t.Fatalf("Attempts %d: %d calls", attempts, len(errs))
			}
			if took, want := time.Since(start), time.Duration(attempts-1)*time.Second; took != want {
				t.Errorf("Attempts %d: took %v, want %v", attempts, took, want)
			}
			if !errors.Is(err, errs[attempts-1]) {
				t.Errorf("Attempts %d: Do returned %v, want the error of the last call", attempts, err)
			}
			if errors.Is(err, ErrPermanent) || errors.Is(err, ErrBudget) {
				t.Errorf("Attempts %d: Do returned %v", attempts, err)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		// A success at the very last attempt is one.
		op, calls := fails(3)
		if err := Do(t.Context(), Policy{Attempts: 4, Base: time.Second, Max: time.Second}, op); err != nil || len(*calls) != 4 {
			t.Errorf("success at the last attempt: %d calls, %v", len(*calls), err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		// A permanent error after others ends it.
		calls := 0
		err := Do(t.Context(), Policy{Attempts: 9, Base: time.Second, Max: time.Second}, func(context.Context) error {
			calls++
			if calls == 3 {
				return ErrPermanent
			}
			return errBusy
		})
		if calls != 3 || !errors.Is(err, ErrPermanent) {
			t.Errorf("a permanent error at the third call: %d calls, %v", calls, err)
		}
	})
}

func TestLimitsOfThePauses(t *testing.T) {
	for _, c := range []struct{ base, max time.Duration }{
		{time.Millisecond, time.Hour},
		{time.Second, 24 * time.Hour},
		{3 * time.Second, 10 * time.Second},
		{time.Minute, time.Minute},
		{1, 5},
	} {
		synctest.Test(t, func(t *testing.T) {
			var limits, want []time.Duration
			limit := c.base
			for range 99 {
				want = append(want, limit)
				limit = min(2*limit, c.max)
			}
			op, calls := fails(1000)
			Do(t.Context(), Policy{Attempts: 100, Base: c.base, Max: c.max, Jitter: func(limit time.Duration) time.Duration {
				limits = append(limits, limit)
				return limit / 3
			}}, op)
			if !slices.Equal(limits, want) {
				t.Fatalf("Base %v, Max %v: the limits were %v", c.base, c.max, limits)
			}
			var at time.Duration
			for i, call := range *calls {
				if call != at {
					t.Fatalf("Base %v, Max %v: call %d came at %v, want %v", c.base, c.max, i, call, at)
				}
				if i < len(want) {
					at += want[i] / 3
				}
			}
		})
	}
}

func TestDefaultJitterIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shortest, longest := time.Hour, time.Duration(0)
		for range 400 {
			op, calls := fails(1)
			if err := Do(t.Context(), Policy{Attempts: 2, Base: time.Minute, Max: time.Hour}, op); err != nil || len(*calls) != 2 {
				t.Fatalf("without Jitter: %d calls, %v", len(*calls), err)
			}
			shortest, longest = min(shortest, (*calls)[1]), max(longest, (*calls)[1])
		}
		// The odds that 400 even draws leave out a whole quarter are 1 to 10^50.
		if shortest > 15*time.Second || longest < 45*time.Second || longest > time.Minute {
			t.Errorf("400 pauses with a limit of 1m lay between %v and %v", shortest, longest)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		op, _ := fails(1)
		if err := Do(t.Context(), Policy{Attempts: 2, Base: 1, Max: 1}, op); err != nil {
			t.Errorf("without Jitter and with the shortest limit: %v", err)
		}
	})
}

func TestEndedContext(t *testing.T) {
	// Before.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	op, calls := fails(0)
	if err := Do(ctx, Policy{Attempts: 3, Base: time.Second, Max: time.Second}, op); !errors.Is(err, context.Canceled) || len(*calls) != 0 {
		t.Errorf("with a context that had ended: %d calls, %v", len(*calls), err)
	}
	// During a call. Repeated, since a select between two ready cases takes either.
	for _, pause := range []time.Duration{0, time.Second} {
		for range 50 {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				calls := 0
				err := Do(ctx, Policy{Attempts: 9, Base: time.Second, Max: time.Second, Jitter: func(time.Duration) time.Duration { return pause }}, func(context.Context) error {
					calls++
					if calls == 2 {
						cancel()
					}
					return errBusy
				})
				if took := time.Since(start); calls != 2 || took != pause {
					t.Errorf("cancelled in the second call: %d calls, took %v", calls, took)
				}
				if !errors.Is(err, context.Canceled) || !errors.Is(err, errBusy) {
					t.Errorf("cancelled in the second call: %v", err)
				}
			})
			if t.Failed() {
				return
			}
		}
	}
	// During a pause, by a deadline.
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
		defer cancel()
		op, calls := fails(9)
		err := Do(ctx, Policy{Attempts: 9, Base: time.Minute, Max: time.Minute, Jitter: whole}, op)
		if len(*calls) != 2 || !errors.Is(err, errBusy) {
			t.Errorf("deadline in the second pause: %d calls, %v", len(*calls), err)
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("deadline in the second pause: %v", err)
		}
	})
	// The operation gets the context.
	type key struct{}
	var got any
	err := Do(context.WithValue(context.Background(), key{}, "v"), Policy{Attempts: 1, Base: time.Second, Max: time.Second}, func(ctx context.Context) error {
		got = ctx.Value(key{})
		return nil
	})
	if err != nil || got != "v" {
		t.Errorf("the context of the operation has the value %v (%v)", got, err)
	}
	// Success counts, even if the context ended meanwhile.
	ctx, cancel = context.WithCancel(context.Background())
	if err := Do(ctx, Policy{Attempts: 2, Base: time.Second, Max: time.Second}, func(context.Context) error { cancel(); return nil }); err != nil {
		t.Errorf("the operation succeeded while the context ended, and Do returned %v", err)
	}
}

func TestBudgetCountsEverything(t *testing.T) {
	for _, c := range []struct {
		takes, budget time.Duration
		calls         int
		end           time.Duration
	}{
		{0, 2 * time.Second, 3, 2 * time.Second},                   // the second pause ends exactly with the budget
		{0, 2*time.Second - 1, 2, 1 * time.Second},                 // just too late
		{3 * time.Second, 8 * time.Second, 3, 11 * time.Second},    // 3+1+3+1 = 8: allowed; the call is not cut off
		{3 * time.Second, 7 * time.Second, 2, 7 * time.Second},     // 3+1+3, and then a pause to 8
		{time.Minute, time.Second, 1, time.Minute},                 // the first call used it up
		{time.Minute, 0, 5, 5*time.Minute + 4*time.Second},         // no budget
		{time.Second, time.Hour, 5, 5*time.Second + 4*time.Second}, // plenty
		{0, 1, 1, 0}, // hardly any
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			calls := 0
			err := Do(t.Context(), Policy{Attempts: 5, Base: time.Second, Max: time.Second, Budget: c.budget, Jitter: whole}, func(context.Context) error {
				calls++
				time.Sleep(c.takes)
				return errBusy
			})
			if took := time.Since(start); calls != c.calls || took != c.end {
				t.Errorf("calls of %v, pauses of 1s, budget %v: %d calls in %v, want %d in %v", c.takes, c.budget, calls, took, c.calls, c.end)
			}
			if gaveUp := c.calls < 5; errors.Is(err, ErrBudget) != gaveUp || !errors.Is(err, errBusy) {
				t.Errorf("calls of %v, pauses of 1s, budget %v: %v", c.takes, c.budget, err)
			}
		})
	}
}
