package seats

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// soon is how long a test waits before it calls something stuck. A right solution needs none of it.
const soon = 2 * time.Second

func TestFreeWhileBooking(t *testing.T) {
	const seats = 40
	s := New(seats)
	errCard := errors.New("card refused")
	var sold atomic.Int64
	var wg sync.WaitGroup
	for i := range seats {
		wg.Go(func() {
			if got := s.Free(); got < 0 || got > seats {
				t.Errorf("Free returned %d", got)
			}
			err := s.Book(func() error {
				if i%4 == 0 {
					return errCard
				}
				return nil
			})
			switch {
			case err == nil:
				sold.Add(1)
			case !errors.Is(err, errCard):
				t.Errorf("Book returned %v although there are as many seats as buyers", err)
			}
		})
	}
	wg.Wait()
	if got := s.Free() + int(sold.Load()); got != seats {
		t.Errorf("%d free and %d sold of %d seats", s.Free(), sold.Load(), seats)
	}
}

// pending starts n bookings whose payments wait until the returned function is called with what they are to return.
// It returns when all of them have called pay, or reports that they have not.
func pending(t *testing.T, s *Show, n int) (finish func(error) []error) {
	t.Helper()
	asked := make(chan struct{}, n)
	answer := make(chan error)
	results := make(chan error, n)
	for range n {
		go func() {
			results <- s.Book(func() error {
				asked <- struct{}{}
				return <-answer
			})
		}()
	}
	timer := time.NewTimer(soon)
	defer timer.Stop()
	got := 0
	for got < n {
		select {
		case <-asked:
			got++
			continue
		case <-timer.C:
			t.Errorf("only %d of %d payments were under way at the same time", got, n)
		}
		break
	}
	return func(err error) []error {
		var errs []error
		for len(errs) < n {
			select {
			case answer <- err:
			case err := <-results:
				errs = append(errs, err)
			}
		}
		return errs
	}
}

// free calls Free, but does not wait for it for ever.
func free(t *testing.T, s *Show) (n int, ok bool) {
	t.Helper()
	answer := make(chan int, 1)
	go func() { answer <- s.Free() }()
	select {
	case n := <-answer:
		return n, true
	case <-time.After(soon):
		t.Errorf("Free did not answer while a payment was under way")
		return 0, false
	}
}

func TestLastSeatIsSoldOnce(t *testing.T) {
	s := New(1)
	inside := false
	err := s.Book(func() error {
		// This buyer's payment is under way: there is nothing left for a second one.
		if n, ok := free(t, s); !ok || n != 0 {
			t.Errorf("Free returned %d while the only seat was being paid for", n)
			return nil
		}
		second := make(chan error, 1)
		go func() {
			second <- s.Book(func() error { inside = true; return nil })
		}()
		select {
		case err := <-second:
			if !errors.Is(err, ErrSoldOut) {
				t.Errorf("a second Book returned %v, want ErrSoldOut", err)
			}
		case <-time.After(soon):
			t.Errorf("a second Book did not return at once")
		}
		return nil
	})
	if err != nil {
		t.Errorf("the first Book returned %v", err)
	}
	if inside {
		t.Errorf("the second buyer was asked to pay for a seat that was taken")
	}
	if got := s.Free(); got != 0 {
		t.Errorf("Free returned %d in the end", got)
	}
}

func TestSeatComesBackAfterAFailedPayment(t *testing.T) {
	errCard := errors.New("card refused")
	s := New(3)
	for range 5 {
		for range 3 {
			if err := s.Book(func() error { return errCard }); !errors.Is(err, errCard) {
				t.Errorf("Book returned %v, want the error of pay", err)
			}
		}
		if got := s.Free(); got != 3 {
			t.Fatalf("Free returned %d after every payment failed", got)
		}
	}
	for range 3 {
		if err := s.Book(paid); err != nil {
			t.Errorf("Book returned %v for a seat that had come back", err)
		}
	}
	if err := s.Book(paid); !errors.Is(err, ErrSoldOut) {
		t.Errorf("Book returned %v with every seat sold", err)
	}
}

func TestPaymentsRunSideBySide(t *testing.T) {
	s := New(10)
	finish := pending(t, s, 4)
	if !t.Failed() {
		if n, ok := free(t, s); ok && n != 6 {
			t.Errorf("Free returned %d with 4 of 10 seats being paid for", n)
		}
	}
	for _, err := range finish(nil) {
		if err != nil {
			t.Errorf("Book returned %v", err)
		}
	}
}
