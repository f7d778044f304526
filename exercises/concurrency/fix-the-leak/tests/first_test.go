package first

import (
	"context"
	"errors"
	"testing"
)

// answers returns a mirror that answers at once.
func answers(s string) Mirror {
	return func(context.Context) (string, error) { return s, nil }
}

// fails returns a mirror that fails at once.
func fails(err error) Mirror {
	return func(context.Context) (string, error) { return "", err }
}

// waits is a mirror that hangs until its context ends.
func waits(ctx context.Context) (string, error) {
	<-ctx.Done()
	return "", ctx.Err()
}

func TestFirstAnswerWins(t *testing.T) {
	got, err := First(t.Context(), waits, answers("file"), waits)
	if got != "file" || err != nil {
		t.Errorf("First with one mirror that answers returned %q, %v; want %q, nil", got, err, "file")
	}
}

func TestErrorOfAllMirrors(t *testing.T) {
	errDisk, errNet := errors.New("disk"), errors.New("net")
	_, err := First(t.Context(), fails(errDisk), fails(errNet))
	if !errors.Is(err, errDisk) || !errors.Is(err, errNet) {
		t.Errorf("First with two mirrors that fail returned the error %v, want one that holds both", err)
	}
}

func TestLosersAreCancelled(t *testing.T) {
	// The context that we pass never ends by itself, so only First can stop the mirror that waits.
	ended := make(chan struct{})
	started := make(chan struct{})
	loser := func(ctx context.Context) (string, error) {
		close(started)
		select {
		case <-ctx.Done():
			close(ended)
		case <-t.Context().Done(): // the end of the test
		}
		return "", context.Cause(ctx)
	}
	winner := func(context.Context) (string, error) {
		<-started
		return "file", nil
	}
	if got, err := First(context.Background(), loser, winner); got != "file" || err != nil {
		t.Fatalf("First returned %q, %v; want %q, nil", got, err, "file")
	}
	if !closes(ended) {
		t.Error("First returned, but the context of the mirror that lost was not cancelled: nobody needs its answer any more")
	}
}
