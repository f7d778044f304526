package drain

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Run serves srv on ln until ctx is done. Then it calls draining, stops
// accepting, and waits up to limit for the requests in flight.
func Run(ctx context.Context, srv *http.Server, ln net.Listener, limit time.Duration, draining func()) error {
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()

	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	draining()

	// ctx is done, so the limit needs a context that is not its child.
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	err := srv.Shutdown(within)
	if failed := <-served; !errors.Is(failed, http.ErrServerClosed) {
		err = errors.Join(err, failed)
	}
	return err
}
