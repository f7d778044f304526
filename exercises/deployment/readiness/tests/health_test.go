package health

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func passes(name string) Check {
	return Check{name, func(context.Context) error { return nil }}
}

func fails(name, text string) Check {
	return Check{name, func(context.Context) error { return errors.New(text) }}
}

func live(h *Health) int {
	rec := httptest.NewRecorder()
	h.Live(rec, httptest.NewRequest("GET", "/livez", nil))
	return rec.Result().StatusCode
}

func ready(h *Health) *http.Response {
	rec := httptest.NewRecorder()
	h.Ready(rec, httptest.NewRequest("GET", "/readyz", nil))
	return rec.Result()
}

// want demands an answer of Ready.
func want(t *testing.T, res *http.Response, code int, status string, checks map[string]string) {
	t.Helper()
	var body struct {
		Status string
		Checks map[string]string
	}
	if res.StatusCode != code {
		t.Errorf("Ready answers %d, want %d", res.StatusCode, code)
	}
	if err := json.NewDecoder(res.Body).Decode(&body); err != nil {
		t.Fatalf("the body of Ready is no JSON: %v", err)
	}
	if body.Status != status || body.Checks == nil || !maps.Equal(body.Checks, checks) {
		t.Errorf("Ready answers status %q, checks %q, want %q, %q", body.Status, body.Checks, status, checks)
	}
}

func TestAliveWithoutDependencies(t *testing.T) {
	if code := live(New(time.Second, fails("database", "connection refused"))); code != http.StatusOK {
		t.Errorf("the database is away: Live answers %d, want 200; a restart would not bring it back", code)
	}
}

func TestReadyWhenAllPass(t *testing.T) {
	h := New(time.Second, passes("database"), passes("cache"))
	want(t, ready(h), 200, "ok", map[string]string{"database": "ok", "cache": "ok"})
}

func TestNotReadyWhenOneFails(t *testing.T) {
	h := New(time.Second, passes("database"), fails("cache", "connection refused"))
	want(t, ready(h), 503, "failed", map[string]string{"database": "ok", "cache": "connection refused"})
}

func TestNotReadyWhileDraining(t *testing.T) {
	h := New(time.Second, passes("database"))
	h.StartDraining()
	want(t, ready(h), 503, "draining", map[string]string{})
}
