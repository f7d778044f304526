// Package retry calls something again that failed.
package retry

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

var (
	// ErrPermanent marks an error that does not go away by trying again.
	ErrPermanent = errors.New("permanent")
	// ErrBudget is found in the error of Do when the next pause would have overrun the budget.
	ErrBudget = errors.New("retry budget used up")
)

// Policy says how often and how long Do tries.
type Policy struct {
	Attempts int           // op is called at most so often
	Base     time.Duration // limit of the first pause; it doubles from pause to pause
	Max      time.Duration // the limit does not grow beyond this
	Budget   time.Duration // no pause ends later than this after the start; 0: no budget
	// Jitter draws a pause from 0 to limit; nil: at random, evenly.
	Jitter func(limit time.Duration) time.Duration
}

// Do calls op until it succeeds, fails for good, or the policy or ctx end the trying.
func Do(ctx context.Context, p Policy, op func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	start, limit := time.Now(), p.Base
	for attempt := 1; ; attempt++ {
		err := op(ctx)
		if err == nil || errors.Is(err, ErrPermanent) {
			return err
		}
		if attempt == p.Attempts {
			return fmt.Errorf("giving up after %d attempts: %w", attempt, err)
		}
		if ctxErr := ctx.Err(); ctxErr != nil {
			return fmt.Errorf("%w after attempt %d: %w", ctxErr, attempt, err)
		}
		pause := p.pause(limit)
		if p.Budget > 0 && time.Since(start)+pause > p.Budget {
			return fmt.Errorf("%w after attempt %d: %w", ErrBudget, attempt, err)
		}
		if ctxErr := wait(ctx, pause); ctxErr != nil {
			return fmt.Errorf("%w after attempt %d: %w", ctxErr, attempt, err)
		}
		limit = min(2*limit, p.Max)
	}
}

func (p Policy) pause(limit time.Duration) time.Duration {
	if p.Jitter != nil {
		return p.Jitter(limit)
	}
	return rand.N(limit + 1)
}

// wait returns after d, or with the error of ctx as soon as that has ended.
func wait(ctx context.Context, d time.Duration) error {
	time.Sleep(d)
	return ctx.Err()
}
