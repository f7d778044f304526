package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"
)

type order struct {
	ID       string `json:"id"`
	Item     string `json:"item"`
	Quantity int    `json:"quantity"`
}

type record struct {
	Key   string `json:"key"`
	Order order  `json:"order"`
}

var errOtherOrder = errors.New("this key belongs to another order")

// store keeps orders in memory, and each of them in a line of a file before anyone hears of it.
type store struct {
	mu    sync.Mutex
	file  *os.File
	byKey map[string]order
	byID  map[string]order
}

func openStore(folder string) (*store, error) {
	file, err := os.OpenFile(filepath.Join(folder, "orders.jsonl"), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	s := &store{file: file, byKey: map[string]order{}, byID: map[string]order{}}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var r record
		if json.Unmarshal(lines.Bytes(), &r) != nil {
			continue // the line that a crash cut short was never acknowledged
		}
		s.byKey[r.Key], s.byID[r.Order.ID] = r.Order, r.Order
	}
	return s, lines.Err()
}

// put keeps the order; made is false where the key had made it before.
func (s *store) put(key string, o order) (kept order, made bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.byKey[key]; ok {
		if old.Item != o.Item || old.Quantity != o.Quantity {
			return order{}, false, errOtherOrder
		}
		return old, false, nil
	}
	o.ID = strconv.Itoa(len(s.byID) + 1)
	line, err := json.Marshal(record{key, o})
	if err != nil {
		return order{}, false, err
	}
	// A line of its own, also after one that a crash cut short.
	if _, err := s.file.Write(append(append([]byte("\n"), line...), '\n')); err != nil {
		return order{}, false, err
	}
	if err := s.file.Sync(); err != nil {
		return order{}, false, err
	}
	s.byKey[key], s.byID[o.ID] = o, o
	return o, true, nil
}

func (s *store) get(id string) (order, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.byID[id]
	return o, ok
}

func (s *store) count(item string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, o := range s.byID {
		if o.Item == item {
			n++
		}
	}
	return n
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}

func (s *store) handlePost(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "the header Idempotency-Key is missing"})
		return
	}
	var o order
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&o)
	if err != nil || o.Item == "" || o.Quantity < 1 {
		writeJSON(w, http.StatusUnprocessableEntity, map[string]string{"error": "an order has an item and a quantity from 1 on"})
		return
	}
	o, made, err := s.put(key, o)
	switch {
	case errors.Is(err, errOtherOrder):
		writeJSON(w, http.StatusConflict, map[string]string{"error": err.Error()})
	case err != nil:
		writeJSON(w, http.StatusInternalServerError, map[string]string{"error": "the order could not be kept"})
	default:
		if made {
			logOf(r).Info("order made", "order", o.ID)
		}
		w.Header().Set("Location", "/orders/"+o.ID)
		writeJSON(w, http.StatusCreated, o)
	}
}

func (s *store) handleGet(w http.ResponseWriter, r *http.Request) {
	o, ok := s.get(r.PathValue("id"))
	if !ok {
		writeJSON(w, http.StatusNotFound, map[string]string{"error": "no such order"})
		return
	}
	writeJSON(w, http.StatusOK, o)
}

// watch logs and counts requests.
type watch struct {
	next   http.Handler
	log    *slog.Logger
	mu     sync.Mutex
	counts map[[2]string]int
}

type loggerKey struct{}

// logOf is the log of this request: each of its lines has the request's id.
func logOf(r *http.Request) *slog.Logger { return r.Context().Value(loggerKey{}).(*slog.Logger) }

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watch) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	sw := &statusWriter{rw, http.StatusOK}
	log := w.log
	if id := r.Header.Get("X-Request-Id"); id != "" {
		log = log.With("request_id", id)
	}
	r = r.WithContext(context.WithValue(r.Context(), loggerKey{}, log))
	w.next.ServeHTTP(sw, r)
	log.Info("request", "route", r.Pattern, "code", sw.status)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counts[[2]string{r.Pattern, strconv.Itoa(sw.status)}]++
}

func (w *watch) metrics(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Content-Type", "text/plain; version=0.0.4")
	fmt.Fprintln(rw, "# HELP http_requests_total Requests, by route and status.")
	fmt.Fprintln(rw, "# TYPE http_requests_total counter")
	w.mu.Lock()
	defer w.mu.Unlock()
	var lines []string
	for key, n := range w.counts {
		lines = append(lines, fmt.Sprintf("http_requests_total{route=%q,code=%q} %d", key[0], key[1], n))
	}
	slices.Sort(lines)
	for _, line := range lines {
		fmt.Fprintln(rw, line)
	}
}

func run(addr, folder string) error {
	s, err := openStore(folder)
	if err != nil {
		return err
	}
	defer s.file.Close()
	mux := http.NewServeMux()
	w := &watch{next: mux, log: slog.New(slog.NewJSONHandler(os.Stderr, nil)), counts: map[[2]string]int{}}
	mux.HandleFunc("POST /orders", s.handlePost)
	mux.HandleFunc("GET /orders", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusOK, map[string]int{"count": s.count(r.FormValue("item"))})
	})
	mux.HandleFunc("GET /orders/{id}", s.handleGet)
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /slow", func(http.ResponseWriter, *http.Request) { time.Sleep(300 * time.Millisecond) })
	mux.HandleFunc("GET /metrics", w.metrics)

	server := &http.Server{Addr: addr, Handler: w, ReadHeaderTimeout: time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	drained := make(chan error, 1)
	go func() {
		<-ctx.Done()
		drained <- server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-drained
}

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen")
	data := flag.String("data", ".", "the folder for what has to be kept")
	flag.Parse()
	if err := run(*addr, *data); err != nil {
		slog.Error("order service", "error", err)
		os.Exit(1)
	}
}
