package health

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestAliveWhateverHappens(t *testing.T) {
	var calls atomic.Int64
	count := Check{"counted", func(context.Context) error {
		calls.Add(1)
		return errors.New("away")
	}}
	for name, h := range map[string]*Health{
		"no checks": New(time.Second),
		"failing":   New(time.Second, count, fails("b", "x")),
		"passing":   New(time.Second, passes("a")),
		"no limit":  New(0, count),
	} {
		if code := live(h); code != 200 {
			t.Errorf("%s: Live answers %d, want 200", name, code)
		}
		h.StartDraining()
		if code := live(h); code != 200 {
			t.Errorf("%s, draining: Live answers %d, want 200", name, code)
		}
	}
	if n := calls.Load(); n != 0 {
		t.Errorf("Live has run checks %d times", n)
	}
}

func TestBodyOfReady(t *testing.T) {
	const odd = "dial \"db\":\n<refused> & gone"
	h := New(time.Second, fails("a", "first"), passes("b"), fails("c \"x\"", odd))
	res := ready(h)
	if got := res.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type = %q, want application/json", got)
	}
	want(t, res, 503, "failed", map[string]string{"a": "first", "b": "ok", "c \"x\"": odd})

	want(t, ready(New(time.Second, fails("a", ""))), 503, "failed", map[string]string{"a": ""})
	want(t, ready(New(time.Second)), 200, "ok", map[string]string{})

	var members map[string]json.RawMessage
	if err := json.NewDecoder(ready(New(time.Second)).Body).Decode(&members); err != nil {
		t.Fatalf("the body is no JSON: %v", err)
	}
	if members["status"] == nil || members["checks"] == nil {
		t.Errorf("the body has members %v, want status and checks", members)
	}

	h.StartDraining()
	if got := ready(h).Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("draining: Content-Type = %q, want application/json", got)
	}
}

func TestAskedEveryTime(t *testing.T) {
	var away atomic.Bool
	h := New(time.Second, Check{"database", func(context.Context) error {
		if away.Load() {
			return errors.New("away")
		}
		return nil
	}})
	for range 3 {
		away.Store(false)
		want(t, ready(h), 200, "ok", map[string]string{"database": "ok"})
		away.Store(true)
		want(t, ready(h), 503, "failed", map[string]string{"database": "away"})
	}
}

// takes is a check that needs some time, and obeys its context.
func takes(name string, d time.Duration) Check {
	return Check{name, func(ctx context.Context) error {
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return errors.New("too slow")
		}
	}}
}

func TestSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var checks []Check
		results := map[string]string{}
		for i := range 20 {
			name := fmt.Sprint("c", i)
			checks = append(checks, takes(name, 9*time.Second))
			results[name] = "ok"
		}
		begin := time.Now()
		want(t, ready(New(10*time.Second, checks...)), 200, "ok", results)
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("20 checks of 9s, limit 10s: Ready took %v", took)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		h := New(10*time.Second, takes("slow", 11*time.Second), takes("hanging", 1000*time.Hour), takes("fast", time.Second))
		begin := time.Now()
		want(t, ready(h), 503, "failed", map[string]string{"slow": "too slow", "hanging": "too slow", "fast": "ok"})
		if took := time.Since(begin); took != 10*time.Second {
			t.Errorf("a check hangs, limit 10s: Ready took %v", took)
		}
	})
}

func TestClientLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, leave := context.WithTimeout(t.Context(), 2*time.Second)
		defer leave()
		begin := time.Now()
		h := New(time.Minute, takes("hanging", time.Hour), takes("hanging too", time.Hour))
		h.Ready(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/readyz", nil))
		if took := time.Since(begin); took != 2*time.Second {
			t.Errorf("the client leaves after 2s, and Ready took %v", took)
		}
	})
}

func TestDrainingAsksNobody(t *testing.T) {
	var calls atomic.Int64
	h := New(time.Second, Check{"counted", func(context.Context) error {
		calls.Add(1)
		return nil
	}})
	h.StartDraining()
	h.StartDraining()
	for range 3 {
		want(t, ready(h), 503, "draining", map[string]string{})
	}
	if n := calls.Load(); n != 0 {
		t.Errorf("Ready has run checks %d times while draining", n)
	}
}

func TestManyAtOnce(t *testing.T) {
	h := New(time.Minute, passes("a"), fails("b", "away"), passes("c"))
	want(t, ready(h), 503, "failed", map[string]string{"a": "ok", "b": "away", "c": "ok"})
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			switch {
			case i == 20:
				h.StartDraining()
			case i%2 == 0:
				live(h)
			default:
				if code := ready(h).StatusCode; code != 503 {
					t.Errorf("Ready answers %d, want 503", code)
				}
			}
		})
	}
	wg.Wait()
	want(t, ready(h), 503, "draining", map[string]string{})
}
