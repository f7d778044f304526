package notescheck

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// Check sends requests to a notes service that has just been started and
// returns a message for each answer that breaks the contract. It returns no
// messages for a service that keeps the contract.
func Check(h http.Handler) []string {
	var broken []string
	location := ""
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", "/notes", `{"text":"buy milk"}`, 201},
		{"GET", "", "", 200},
		{"GET", "/notes/there-is-no-such-note", "", 404},
		{"POST", "/notes", `no json`, 400},
		{"POST", "/notes", `{}`, 400},
		{"POST", "/notes", `{"text":""}`, 400},
		{"DELETE", "/notes", "", 405},
	} {
		if c.path == "" {
			c.path = location
		}
		if c.path == "" {
			broken = append(broken, "POST /notes: no Location")
			continue
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest(c.method, c.path, strings.NewReader(c.body)))
		if rec.Code != c.want {
			broken = append(broken, fmt.Sprintf("%s %s: got status %d, want %d", c.method, c.path, rec.Code, c.want))
		}
		if rec.Code == 201 {
			location = rec.Header().Get("Location")
		}
	}
	return broken
}
