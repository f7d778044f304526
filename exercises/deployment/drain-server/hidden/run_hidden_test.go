package drain

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func TestServesWhileDraining(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, time.Minute, func() { time.Sleep(10 * time.Second) }, nil)
		r.stop()
		for range 3 {
			time.Sleep(3 * time.Second)
			if body, err := r.ln.get("/hello"); body != "hello" || err != nil {
				t.Errorf("draining has not returned: GET /hello = %q, %v", body, err)
			}
			if r.returned() {
				t.Fatal("Run has returned before draining has")
			}
		}
		if err := r.wait(t); err != nil {
			t.Errorf("Run = %v, want nil", err)
		}
	})
}

func TestNewConnectionsAreRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, time.Minute, nothing, func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(30 * time.Second)
			io.WriteString(w, "paid")
		})
		slow := make(chan string, 1)
		go func() {
			body, _ := r.ln.get("/slow")
			slow <- body
		}()
		time.Sleep(time.Second)
		r.stop()
		time.Sleep(time.Second)
		if !r.ln.isClosed() {
			t.Error("a second after draining the listener is still open")
		}
		if _, err := r.ln.get("/hello"); err == nil {
			t.Error("a second after draining a new connection was accepted")
		}
		if body := <-slow; body != "paid" {
			t.Errorf("the request in flight got %q", body)
		}
		r.wait(t)
	})
}

func TestRequestContextLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, time.Minute, nothing, func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
				io.WriteString(w, "given up")
			case <-time.After(20 * time.Second):
				io.WriteString(w, "paid")
			}
		})
		go func() {
			time.Sleep(5 * time.Second)
			r.stop()
		}()
		if body, err := r.ln.get("/slow"); body != "paid" || err != nil {
			t.Errorf("a handler that obeys its context answers %q, %v", body, err)
		}
		if err := r.wait(t); err != nil {
			t.Errorf("Run = %v, want nil", err)
		}
	})
}

func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := make(chan time.Time, 1)
		r := start(t, 10*time.Second, nothing, func(w http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			gone <- time.Now()
		})
		answer := make(chan error, 1)
		go func() {
			_, err := r.ln.get("/slow")
			answer <- err
		}()
		synctest.Wait()
		begin := time.Now()
		r.stop()
		err := r.wait(t)
		if took := time.Since(begin); took < 10*time.Second || took > 12*time.Second {
			t.Errorf("the limit is 10s, and Run has returned after %v", took)
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Run = %v, want context.DeadlineExceeded", err)
		}
		if err := <-answer; err == nil {
			t.Error("the request was not cut off")
		}
		if took := (<-gone).Sub(begin); took > 12*time.Second {
			t.Errorf("the connection was closed after %v", took)
		}
	})
}

func TestLimitCountsFromDraining(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, 10*time.Second, func() { time.Sleep(30 * time.Second) }, func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(37 * time.Second)
			io.WriteString(w, "paid")
		})
		go func() {
			time.Sleep(time.Second)
			r.stop()
		}()
		if body, err := r.ln.get("/slow"); body != "paid" || err != nil {
			t.Errorf("the request ends 6s after draining, the limit is 10s: GET /slow = %q, %v", body, err)
		}
		if err := r.wait(t); err != nil {
			t.Errorf("Run = %v, want nil", err)
		}
	})
}

func TestIdleConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, 10*time.Second, nothing, nil)
		client := &http.Client{Transport: &http.Transport{DialContext: r.ln.dial}}
		t.Cleanup(client.CloseIdleConnections)
		res, err := client.Get("http://orders/hello")
		if err != nil {
			t.Fatalf("GET /hello: %v", err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		synctest.Wait()
		begin := time.Now()
		r.stop()
		if err := r.wait(t); err != nil {
			t.Errorf("only an idle connection was open: Run = %v, want nil", err)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("only an idle connection was open, and Run took %v", took)
		}
	})
}

func TestServingFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failure := errors.New("too many open files")
		drained := false
		r := start(t, time.Minute, func() { drained = true }, nil)
		r.ln.broken <- failure
		begin := time.Now()
		if !r.returned() {
			t.Error("serving has failed, and Run goes on")
			r.stop()
		}
		if err := r.wait(t); !errors.Is(err, failure) {
			t.Errorf("Run = %v, want %v", err, failure)
		}
		if took := time.Since(begin); took > time.Second {
			t.Errorf("serving has failed, and Run took %v", took)
		}
		if drained {
			t.Error("draining was called")
		}
	})
}

func TestAlreadyDone(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			stop()
			drained := 0
			r := &run{ln: newListener(), stop: stop, done: make(chan error, 1)}
			t.Cleanup(r.end)
			go func() { r.done <- Run(ctx, &http.Server{}, r.ln, time.Minute, func() { drained++ }) }()
			if err := r.wait(t); err != nil || drained != 1 {
				t.Errorf("Run = %v with %d calls of draining, want nil and 1", err, drained)
			}
		})
	}
}
