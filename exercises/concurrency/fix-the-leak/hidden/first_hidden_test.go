package first

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// call runs First and reports whether it returned soon.
func call(t *testing.T, ctx context.Context, mirrors ...Mirror) (answer string, err error, ok bool) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		answer, err = First(ctx, mirrors...)
		close(done)
	}()
	select {
	case <-done:
		return answer, err, true
	case <-time.After(soon):
		return "", nil, false
	}
}

func TestErrorsDoNotWin(t *testing.T) {
	for n := range 5 {
		synctest.Test(t, func(t *testing.T) {
			var mirrors []Mirror
			for i := range n {
				mirrors = append(mirrors, fails(fmt.Errorf("mirror %d", i)))
			}
			release := make(chan struct{})
			mirrors = append(mirrors, func(context.Context) (string, error) {
				<-release
				return "file", nil
			})
			go func() {
				synctest.Wait() // every failure has been dealt with
				close(release)
			}()
			if got, err := First(t.Context(), mirrors...); got != "file" || err != nil {
				t.Errorf("%d mirrors failed, then one answered: First returned %q, %v", n, got, err)
			}
		})
	}
}

func TestManyAnswersAtOnce(t *testing.T) {
	for _, n := range []int{1, 2, 3, 20} {
		// Nobody answers before all have been asked, so they must be asked at the same time.
		var asked sync.WaitGroup
		asked.Add(n)
		var mirrors []Mirror
		for range n {
			mirrors = append(mirrors, func(context.Context) (string, error) {
				asked.Done()
				asked.Wait()
				return "file", nil
			})
		}
		if got, err := First(t.Context(), mirrors...); got != "file" || err != nil {
			t.Errorf("%d mirrors answered at once: First returned %q, %v", n, got, err)
		}
	}
}

func TestDoesNotWaitForTheSlow(t *testing.T) {
	release := make(chan struct{})
	slow := func(context.Context) (string, error) {
		<-release
		return "late", nil
	}
	got, err, ok := call(t, t.Context(), slow, answers("file"), slow)
	close(release)
	if !ok {
		t.Fatal("First did not return although one mirror had answered")
	}
	if got != "file" || err != nil {
		t.Errorf("First returned %q, %v", got, err)
	}
}

func TestCallerGivesUp(t *testing.T) {
	// Before: the context has ended already.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err, ok := call(t, ctx, waits, waits); !ok || !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended, First returned %v (returned: %v)", err, ok)
	}

	// During: one mirror waits, one does not notice for a while.
	release := make(chan struct{})
	started, ended := make(chan struct{}), make(chan struct{})
	slow := func(context.Context) (string, error) {
		<-release
		return "", errors.New("late")
	}
	obeys := func(ctx context.Context) (string, error) {
		close(started)
		select {
		case <-ctx.Done():
			close(ended)
			return "", ctx.Err()
		case <-release:
			return "", errors.New("not told to stop")
		}
	}
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	go func() {
		<-started
		cancel()
	}()
	_, err, ok := call(t, ctx, slow, obeys)
	if !ok {
		t.Error("First did not return although its context had ended")
	} else if !errors.Is(err, context.Canceled) {
		t.Errorf("First returned %v after its context was cancelled", err)
	}
	if !closes(ended) {
		t.Error("the context of a mirror did not end with that of the caller")
	}
	close(release)

	// A deadline is another error than a cancellation.
	ctx, cancel = context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	if _, err, ok := call(t, ctx, waits); !ok || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after the deadline, First returned %v (returned: %v)", err, ok)
	}
}

func TestEveryErrorIsKept(t *testing.T) {
	if _, err := First(t.Context()); !errors.Is(err, ErrNoMirrors) {
		t.Errorf("without mirrors, First returned %v", err)
	}
	for _, n := range []int{1, 2, 10} {
		var mirrors []Mirror
		var errs []error
		for i := range n {
			errs = append(errs, fmt.Errorf("mirror %d", i))
			mirrors = append(mirrors, fails(errs[i]))
		}
		_, err := First(t.Context(), mirrors...)
		for _, want := range errs {
			if !errors.Is(err, want) {
				t.Errorf("%d mirrors failed: the error %v does not hold %v", n, err, want)
			}
		}
	}
}
