package notescheck

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
)

// Check sends requests to a notes service that has just been started and
// returns a message for each answer that breaks the contract. It returns no
// messages for a service that keeps the contract.
func Check(h http.Handler) []string {
	c := &checker{service: h}
	c.notes("buy milk", "call \"Ada\"\nabout tea ☕")
	c.failure("GET", "/notes/there-is-no-such-note", "", http.StatusNotFound)
	c.failure("POST", "/notes", `{"text":`, http.StatusBadRequest)
	c.failure("POST", "/notes", ``, http.StatusBadRequest)
	c.failure("POST", "/notes", `{}`, http.StatusBadRequest)
	c.failure("POST", "/notes", `{"text":""}`, http.StatusBadRequest)
	if a := c.send("DELETE", "/notes", "", http.StatusMethodNotAllowed); a.header.Get("Allow") == "" {
		c.report(a, "no header Allow")
	}
	return c.broken
}

type checker struct {
	service http.Handler
	broken  []string
}

// answer is what a client receives, and the request that it belongs to.
type answer struct {
	request string
	header  http.Header
	body    []byte
}

func (c *checker) report(a answer, format string, args ...any) {
	c.broken = append(c.broken, a.request+": "+fmt.Sprintf(format, args...))
}

func (c *checker) send(method, path, body string, wantStatus int) answer {
	rec := httptest.NewRecorder()
	c.service.ServeHTTP(rec, httptest.NewRequest(method, path, strings.NewReader(body)))
	res := rec.Result()
	defer res.Body.Close()
	a := answer{request: method + " " + path, header: res.Header}
	a.body, _ = io.ReadAll(res.Body)
	if res.StatusCode != wantStatus {
		c.report(a, "sent %q, got status %d, want %d", body, res.StatusCode, wantStatus)
	}
	return a
}

// notes stores the texts, and only then reads them back.
func (c *checker) notes(texts ...string) {
	paths := make([]string, len(texts))
	owner := map[string]string{}
	for i, text := range texts {
		body, _ := json.Marshal(map[string]string{"text": text})
		a := c.send("POST", "/notes", string(body), http.StatusCreated)
		path := a.header.Get("Location")
		if id, ok := strings.CutPrefix(path, "/notes/"); !ok || id == "" {
			c.report(a, "got Location %q, want a path below /notes/", path)
			continue
		}
		if other, taken := owner[path]; taken {
			c.report(a, "note %q got Location %q, which note %q has", text, path, other)
		}
		owner[path] = text
		paths[i] = fmt.Sprintf("/notes/%d", i+1)
	}
	for i, path := range paths {
		if path == "" {
			continue
		}
		a := c.send("GET", path, "", http.StatusOK)
		if got := c.field(a, "text"); got != texts[i] {
			c.report(a, "got text %q, want %q", got, texts[i])
		}
	}
}

// failure demands the status and an error body.
func (c *checker) failure(method, path, body string, wantStatus int) {
	a := c.send(method, path, body, wantStatus)
	if c.field(a, "error") == "" {
		c.report(a, "got body %q, want a JSON object with an error that is not empty", a.body)
	}
}

// field returns a text field of a JSON answer, or "" where there is none.
func (c *checker) field(a answer, name string) string {
	contentType := a.header.Get("Content-Type")
	if media, _, err := mime.ParseMediaType(contentType); err != nil || media != "application/json" {
		c.report(a, "got Content-Type %q, want application/json", contentType)
	}
	var object map[string]any
	if err := json.Unmarshal(a.body, &object); err != nil {
		c.report(a, "got body %q, want JSON: %v", a.body, err)
	}
	value, _ := object[name].(string)
	return value
}
