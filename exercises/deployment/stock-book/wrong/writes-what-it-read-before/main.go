package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	_ "modernc.org/sqlite"
)

type shelf struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

var (
	errNoShelf = errors.New("there is no such shelf")
	errThere   = errors.New("there is a shelf of this name")
	errTooFew  = errors.New("there are fewer on the shelf")
	errInvalid = errors.New("a name is not empty, and counts begin with 0 on shelves and with 1 in moves")
)

// book keeps the shelves in a SQLite file.
type book struct{ db *sql.DB }

func openBook(folder string) (*book, error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "stock.sqlite")+"?_pragma=busy_timeout(5000)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	if _, err := db.Exec("create table if not exists shelf (name text primary key, count integer not null check (count >= 0))"); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &book{db}, nil
}

func (b *book) put(ctx context.Context, s shelf) error {
	made, err := b.db.ExecContext(ctx, "insert into shelf (name, count) values (?, ?) on conflict do nothing", s.Name, s.Count)
	if err != nil {
		return err
	}
	if n, err := made.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, errThere)
	}
	return nil
}

func (b *book) get(ctx context.Context, name string) (shelf, error) {
	s := shelf{Name: name}
	err := b.db.QueryRowContext(ctx, "select count from shelf where name = ?", name).Scan(&s.Count)
	if errors.Is(err, sql.ErrNoRows) {
		return s, errNoShelf
	}
	return s, err
}

// move changes both shelves or none.
func (b *book) move(ctx context.Context, from, to string, count int) error {
	there := 0
	err := b.db.QueryRowContext(ctx, "select count from shelf where name = ?", from).Scan(&there)
	if errors.Is(err, sql.ErrNoRows) {
		return errNoShelf
	}
	if err != nil {
		return err
	}
	if there < count {
		return errTooFew
	}
	time.Sleep(5 * time.Millisecond) // as long as the price list takes
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "update shelf set count = ? where name = ?", there-count, from); err != nil {
		return err
	}
	moved, err := tx.ExecContext(ctx, "update shelf set count = count + ? where name = ?", count, to)
	if err != nil {
		return err
	}
	if n, err := moved.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, errNoShelf)
	}
	return tx.Commit()
}

func (b *book) handlePut(w http.ResponseWriter, r *http.Request) {
	var s shelf
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&s); err != nil || s.Name == "" || s.Count < 0 {
		tell(w, errInvalid)
		return
	}
	if err := b.put(r.Context(), s); err != nil {
		tell(w, err)
		return
	}
	writeJSON(w, http.StatusCreated, s)
}

func (b *book) handleGet(w http.ResponseWriter, r *http.Request) {
	s, err := b.get(r.Context(), r.PathValue("name"))
	if err != nil {
		tell(w, err)
		return
	}
	writeJSON(w, http.StatusOK, s)
}

func (b *book) handleMove(w http.ResponseWriter, r *http.Request) {
	var m struct {
		From, To string
		Count    int
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&m); err != nil || m.Count < 1 {
		tell(w, errInvalid)
		return
	}
	if err := b.move(r.Context(), m.From, m.To, m.Count); err != nil {
		tell(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// tell says what went wrong: the caller's mistakes as they are, ours to the log only.
func tell(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, errNoShelf):
		status = http.StatusNotFound
	case errors.Is(err, errThere), errors.Is(err, errTooFew):
		status = http.StatusConflict
	case errors.Is(err, errInvalid):
		status = http.StatusUnprocessableEntity
	default:
		slog.Error("request failed", "err", err)
		err = errors.New("the book could not be read or written")
	}
	writeJSON(w, status, map[string]string{"error": err.Error()})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen")
	data := flag.String("data", ".", "the folder of the book")
	flag.Parse()
	if err := run(*addr, *data); err != nil {
		slog.Error("ended", "err", err)
		os.Exit(1)
	}
}

func run(addr, data string) error {
	b, err := openBook(data)
	if err != nil {
		return err
	}
	defer b.db.Close()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("POST /shelves", b.handlePut)
	mux.HandleFunc("GET /shelves/{name}", b.handleGet)
	mux.HandleFunc("POST /moves", b.handleMove)
	server := &http.Server{Addr: addr, Handler: mux, ReadHeaderTimeout: 2 * time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	drained := make(chan error, 1)
	go func() {
		<-ctx.Done()
		drained <- server.Shutdown(context.Background())
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-drained
}
