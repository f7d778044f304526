package main

import (
	"flag"
	"log/slog"
	"net/http"
	"os"

	_ "modernc.org/sqlite"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen")
	data := flag.String("data", ".", "the folder of the book")
	flag.Parse()
	_ = data
	if err := http.ListenAndServe(*addr, nil); err != nil {
		slog.Error("ended", "err", err)
		os.Exit(1)
	}
}
