package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen")
	flag.String("data", ".", "a folder that stays")
	up := flag.String("up", "", "where prices are asked")
	flag.Parse()
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	var hellos atomic.Int64
	http.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("GET /hello", func(w http.ResponseWriter, r *http.Request) {
		hellos.Add(1)
		log.Info("hello")
		fmt.Fprintf(w, "hello %s\n", r.FormValue("name"))
	})
	http.HandleFunc("GET /price", func(w http.ResponseWriter, r *http.Request) {
		answer, err := http.Get(*up + "/price")
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		answer.Body.Close()
		w.WriteHeader(http.StatusNoContent)
	})
	http.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "# TYPE hellos_total counter\nhellos_total %d\n", hellos.Load())
	})
	http.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: hello\n\n")
	})
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: *addr}
	drained := make(chan error, 1)
	go func() {
		<-ctx.Done()
		drained <- server.Shutdown(context.Background())
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		os.Exit(1)
	}
	<-drained
}
