package seats

import (
	"errors"
	"sync"
	"testing"
)

func paid() error { return nil }

func TestBookingsFromManyGoroutines(t *testing.T) {
	s := New(100)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := s.Book(paid); err != nil {
				t.Errorf("Book returned %v although a seat was free", err)
			}
		})
	}
	wg.Wait()
	if got := s.Free(); got != 50 {
		t.Errorf("100 seats, 50 goroutines booked one each: Free returned %d, want 50; guard every use of the number of free seats", got)
	}
}

func TestSoldOut(t *testing.T) {
	s := New(1)
	if err := s.Book(paid); err != nil {
		t.Fatalf("the first Book returned %v, want nil", err)
	}
	err := s.Book(func() error {
		t.Error("Book called pay although no seat was free")
		return nil
	})
	if !errors.Is(err, ErrSoldOut) {
		t.Errorf("the second Book for one seat returned %v, want ErrSoldOut", err)
	}
}

func TestFailedPaymentGivesTheSeatBack(t *testing.T) {
	errCard := errors.New("card refused")
	s := New(1)
	if err := s.Book(func() error { return errCard }); !errors.Is(err, errCard) {
		t.Errorf("Book returned %v, want an error that wraps that of pay", err)
	}
	if got := s.Free(); got != 1 {
		t.Errorf("after a failed payment for the only seat, Free returned %d, want 1", got)
	}
}
