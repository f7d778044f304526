package drain

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// The tests run in a bubble of testing/synctest: time stands still as long as
// anything can run, and jumps when everything waits. Connections are pipes.

// listener hands out the server's ends of pipes.
type listener struct {
	conns  chan net.Conn
	broken chan error
	closed chan struct{}
	once   sync.Once
}

func newListener() *listener {
	return &listener{conns: make(chan net.Conn), broken: make(chan error, 1), closed: make(chan struct{})}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case err := <-l.broken:
		return nil, err
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (l *listener) isClosed() bool {
	select {
	case <-l.closed:
		return true
	default:
		return false
	}
}

func (l *listener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.closed:
		return nil, errors.New("connection refused")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// get asks for a path on a connection of its own, and gives the body.
func (l *listener) get(path string) (string, error) {
	client := &http.Client{
		Transport: &http.Transport{DialContext: l.dial, DisableKeepAlives: true},
		Timeout:   time.Hour,
	}
	res, err := client.Get("http://orders" + path)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return string(body), err
}

// run is a call of Run that goes on beside the test.
type run struct {
	ln   *listener
	stop context.CancelFunc
	done chan error
}

// start calls Run. The server answers "hello", and leaves /slow to slow.
func start(t *testing.T, limit time.Duration, draining func(), slow http.HandlerFunc) *run {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /hello", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello") })
	if slow != nil {
		mux.HandleFunc("GET /slow", slow)
	}
	ctx, stop := context.WithCancel(t.Context())
	r := &run{ln: newListener(), stop: stop, done: make(chan error, 1)}
	t.Cleanup(r.end)
	go func() { r.done <- Run(ctx, &http.Server{Handler: mux}, r.ln, limit, draining) }()
	synctest.Wait()
	return r
}

// end lets everything come to rest, also where Run is wrong.
func (r *run) end() {
	r.stop()
	r.ln.Close()
	time.Sleep(3 * time.Hour)
}

// returned reports whether Run has returned by now.
func (r *run) returned() bool {
	synctest.Wait()
	return len(r.done) > 0
}

// wait gives what Run returns.
func (r *run) wait(t *testing.T) error {
	t.Helper()
	select {
	case err := <-r.done:
		if !r.ln.isClosed() {
			t.Error("Run has returned, and the listener is still open")
		}
		return err
	case <-time.After(2 * time.Hour):
		t.Fatal("Run has been told to stop, and has not returned two hours later")
		return nil
	}
}

func nothing() {}

func TestServesUntilToldToStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, time.Minute, nothing, nil)
		if body, err := r.ln.get("/hello"); body != "hello" || err != nil {
			t.Errorf(`GET /hello = %q, %v, want "hello"`, body, err)
		}
		if r.returned() {
			t.Error("Run has returned, and nobody has told it to stop")
		}
		r.stop()
		if err := r.wait(t); err != nil {
			t.Errorf("nothing was in flight: Run = %v, want nil", err)
		}
	})
}

func TestRequestInFlightIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r *run
		r = start(t, time.Minute, nothing, func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(20 * time.Second)
			if len(r.done) > 0 {
				t.Error("Run has returned while a request was in flight: main would end now, and the customer would get no answer")
			}
			io.WriteString(w, "paid")
		})
		go func() {
			time.Sleep(5 * time.Second)
			r.stop()
		}()
		if body, err := r.ln.get("/slow"); body != "paid" || err != nil {
			t.Errorf(`told to stop during the request: GET /slow = %q, %v, want "paid"`, body, err)
		}
		if err := r.wait(t); err != nil {
			t.Errorf("the request came to its end in time: Run = %v, want nil", err)
		}
	})
}

func TestDrainingIsCalledOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls []string
		r := start(t, time.Minute, func() { calls = append(calls, "draining") }, nil)
		r.stop()
		r.wait(t)
		if len(calls) != 1 {
			t.Errorf("draining was called %d times, want 1", len(calls))
		}
	})
}
