// Package first asks several mirrors and takes the first answer.
package first

import (
	"context"
	"errors"
)

// ErrNoMirrors is returned when there is nobody to ask.
var ErrNoMirrors = errors.New("no mirrors")

// Mirror fetches the file from one place. It returns soon after ctx has ended.
type Mirror func(ctx context.Context) (string, error)

// First asks all mirrors at the same time and returns the first answer that comes without an error.
// If all of them fail, it returns their errors, joined.
func First(ctx context.Context, mirrors ...Mirror) (string, error) {
	if len(mirrors) == 0 {
		return "", ErrNoMirrors
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	type result struct {
		answer string
		err    error
	}
	// Room for every result: a mirror that comes too late must not wait for a receiver.
	results := make(chan result, len(mirrors))
	for _, mirror := range mirrors {
		go func() {
			answer, err := mirror(ctx)
			results <- result{answer, err}
		}()
	}

	var winner *result
	var errs []error
	for range mirrors {
		r := <-results
		if r.err != nil {
			errs = append(errs, r.err)
		} else if winner == nil {
			winner = &r
			cancel()
		}
	}
	if winner != nil {
		return winner.answer, nil
	}
	return "", errors.Join(errs...)
}
