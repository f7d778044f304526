package health

import (
	"context"
	"encoding/json"
	"net/http"
	"sync/atomic"
	"time"
)

// Check asks one dependency how it is.
type Check struct {
	Name string
	Run  func(ctx context.Context) error
}

// Health answers whether a service is alive and whether it is ready.
type Health struct {
	limit    time.Duration
	checks   []Check
	draining atomic.Bool
}

// New returns the health of a service with these checks. Each of them has up
// to limit for its answer.
func New(limit time.Duration, checks ...Check) *Health {
	return &Health{limit: limit, checks: checks}
}

// Live says that the process is alive.
func (h *Health) Live(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusOK)
}

// Ready says whether the service should get requests now.
func (h *Health) Ready(w http.ResponseWriter, r *http.Request) {
	if h.draining.Load() {
		answer(w, "draining", map[string]string{})
		return
	}
	status := "ok"
	results := map[string]string{}
	for i, err := range h.run(r.Context()) {
		results[h.checks[i].Name] = "ok"
		if err != nil {
			results[h.checks[i].Name] = err.Error()
			status = "failed"
		}
	}
	answer(w, status, results)
}

// StartDraining makes Ready say no from now on.
func (h *Health) StartDraining() {
	h.draining.Store(true)
}

// run asks the checks until one fails.
func (h *Health) run(ctx context.Context) []error {
	ctx, cancel := context.WithTimeout(ctx, h.limit)
	defer cancel()
	errs := make([]error, len(h.checks))
	for i, c := range h.checks {
		if errs[i] = c.Run(ctx); errs[i] != nil {
			return errs[:i+1]
		}
	}
	return errs
}

func answer(w http.ResponseWriter, status string, results map[string]string) {
	w.Header().Set("Content-Type", "application/json")
	if status != "ok" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	// The client is the supervisor: if it has gone, nobody is left to tell.
	_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "checks": results})
}
