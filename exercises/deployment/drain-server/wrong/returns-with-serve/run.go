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
	go func() {
		<-ctx.Done()
		draining()
		within, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		if srv.Shutdown(within) != nil {
			srv.Close()
		}
	}()
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
