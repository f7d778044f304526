package notescheck

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

type change = func(r *http.Request, res *httptest.ResponseRecorder)

func mustFind(t *testing.T, faults map[string]change) {
	t.Helper()
	for name, fault := range faults {
		if !finds(but(fault)) {
			t.Errorf("Check says nothing about a service that is wrong: %s", name)
		}
	}
}

func setBody(res *httptest.ResponseRecorder, body string) {
	res.Body.Reset()
	res.Body.WriteString(body)
}

// whenStatus applies the fault to answers of one status.
func whenStatus(status int, fault func(res *httptest.ResponseRecorder)) change {
	return func(r *http.Request, res *httptest.ResponseRecorder) {
		if res.Code == status {
			fault(res)
		}
	}
}

func becomes(status int) func(res *httptest.ResponseRecorder) {
	return func(res *httptest.ResponseRecorder) { res.Code = status }
}

func without(header string) func(res *httptest.ResponseRecorder) {
	return func(res *httptest.ResponseRecorder) { res.Header().Del(header) }
}

func with(header, value string) func(res *httptest.ResponseRecorder) {
	return func(res *httptest.ResponseRecorder) { res.Header().Set(header, value) }
}

func body(text string) func(res *httptest.ResponseRecorder) {
	return func(res *httptest.ResponseRecorder) { setBody(res, text) }
}

// readsBodies is a service that reads every request body before it looks at
// the request.
func readsBodies(service http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil {
			http.Error(w, "unreadable", http.StatusInternalServerError)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(b))
		service.ServeHTTP(w, r)
	})
}

// otherIDs is a service with ids of another form.
func otherIDs(service http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id, ok := strings.CutPrefix(r.URL.Path, "/notes/"); ok {
			r = r.Clone(r.Context())
			r.URL.Path = "/notes/" + strings.TrimPrefix(id, "0c9a-4f")
			if !strings.HasPrefix(id, "0c9a-4f") {
				r.URL.Path = "/notes/none"
			}
		}
		res := httptest.NewRecorder()
		service.ServeHTTP(res, r)
		for name, values := range res.Header() {
			w.Header()[name] = values
		}
		if at := res.Header().Get("Location"); at != "" {
			w.Header().Set("Location", strings.Replace(at, "/notes/", "/notes/0c9a-4f", 1))
		}
		w.WriteHeader(res.Code)
		w.Write(res.Body.Bytes())
	})
}

func TestEveryRightServicePasses(t *testing.T) {
	for name, service := range map[string]http.Handler{
		"reads every body": readsBodies(newService()),
		"other ids":        otherIDs(newService()),
		"charset": but(func(r *http.Request, res *httptest.ResponseRecorder) {
			if res.Header().Get("Content-Type") == "application/json" {
				res.Header().Set("Content-Type", "application/json; charset=utf-8")
			}
		}),
		"more fields, other white space": but(func(r *http.Request, res *httptest.ResponseRecorder) {
			if b := strings.TrimSpace(res.Body.String()); strings.HasPrefix(b, "{") {
				setBody(res, "{\n\t\"version\": 2, \"tags\": [],\n\t"+b[1:]+"\n\n")
			}
		}),
		"other words, no body with 201": but(func(r *http.Request, res *httptest.ResponseRecorder) {
			switch res.Code {
			case http.StatusCreated:
				res.Header().Del("Content-Type")
				setBody(res, "")
			case http.StatusNotFound, http.StatusBadRequest:
				setBody(res, `{"error":"nein"}`)
			case http.StatusMethodNotAllowed:
				res.Header().Set("Allow", "POST")
				setBody(res, "")
			}
		}),
	} {
		if broken := Check(service); len(broken) > 0 {
			t.Errorf("%s: the service keeps the contract, and Check reports %d messages", name, len(broken))
		}
	}
}

func TestFindsWrongStatus(t *testing.T) {
	mustFind(t, map[string]change{
		"stored, 202":             whenStatus(201, becomes(202)),
		"read, 206":               whenStatus(200, becomes(206)),
		"unknown, 500":            whenStatus(404, becomes(500)),
		"unknown, 410":            whenStatus(404, becomes(410)),
		"bad body, 500":           whenStatus(400, becomes(500)),
		"bad body, 422":           whenStatus(400, becomes(422)),
		"method refused with 404": whenStatus(405, becomes(404)),
		"method refused with 501": whenStatus(405, becomes(501)),
	})

	// accepts is the right service, but a body for which it holds is stored.
	accepts := func(holds func(body []byte, note map[string]any) bool) http.Handler {
		service := newService()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == "POST" {
				b, _ := io.ReadAll(r.Body)
				var note map[string]any
				json.Unmarshal(b, &note)
				if holds(b, note) {
					b = []byte(`{"text":"none"}`)
				}
				r.Body = io.NopCloser(bytes.NewReader(b))
			}
			service.ServeHTTP(w, r)
		})
	}
	if !finds(accepts(func(body []byte, _ map[string]any) bool { return !json.Valid(body) })) {
		t.Error("Check says nothing about a service that stores a note from a body that is not JSON")
	}
	if !finds(accepts(func(body []byte, note map[string]any) bool {
		_, given := note["text"]
		return json.Valid(body) && !given
	})) {
		t.Error("Check says nothing about a service that stores a note without a text")
	}
	if !finds(accepts(func(_ []byte, note map[string]any) bool { return note["text"] == "" })) {
		t.Error("Check says nothing about a service that stores an empty text")
	}
}

func TestFindsWrongHeaders(t *testing.T) {
	mustFind(t, map[string]change{
		"no Location":             whenStatus(201, without("Location")),
		"Location elsewhere":      whenStatus(201, with("Location", "/notes/99999")),
		"Location of the list":    whenStatus(201, with("Location", "/notes")),
		"note as text":            whenStatus(200, with("Content-Type", "text/plain; charset=utf-8")),
		"note as something":       whenStatus(200, with("Content-Type", "application/json-seq")),
		"unknown, error as text":  whenStatus(404, with("Content-Type", "text/plain; charset=utf-8")),
		"bad body, error as text": whenStatus(400, with("Content-Type", "text/plain; charset=utf-8")),
		"no type":                 whenStatus(200, without("Content-Type")),
		"no Allow":                whenStatus(405, without("Allow")),
	})
}

// late is the right service, but one header is set after the status was sent.
func late(header string, status int) http.Handler {
	service := newService()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		res := httptest.NewRecorder()
		service.ServeHTTP(res, r)
		for name, values := range res.Header() {
			if name != header || res.Code != status {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(res.Code)
		w.Write(res.Body.Bytes())
		for name, values := range res.Header() {
			w.Header()[name] = values
		}
	})
}

func TestFindsLateHeaders(t *testing.T) {
	for _, c := range []struct {
		header string
		status int
	}{{"Location", 201}, {"Content-Type", 200}, {"Content-Type", 404}, {"Content-Type", 400}, {"Allow", 405}} {
		if !finds(late(c.header, c.status)) {
			t.Errorf("Check says nothing about a service that sets %s too late for a client to receive it (status %d)", c.header, c.status)
		}
	}
}

func TestFindsWrongNotes(t *testing.T) {
	mustFind(t, map[string]change{
		"empty text":  whenStatus(200, body(`{"text":""}`)),
		"other field": whenStatus(200, body(`{"note":"buy milk"}`)),
		"no JSON":     whenStatus(200, body(`buy milk`)),
		"cut off":     whenStatus(200, body(`{"text":"buy milk"`)),
		"no body":     whenStatus(200, body(``)),
		"always the first": func(r *http.Request, res *httptest.ResponseRecorder) {
			if res.Code == http.StatusOK {
				setBody(res, `{"text":"buy milk"}`)
			}
		},
	})

	last := ""
	service := newService()
	lastWins := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		res := httptest.NewRecorder()
		service.ServeHTTP(res, r)
		switch res.Code {
		case http.StatusCreated:
			last = strings.TrimSpace(res.Body.String())
		case http.StatusOK:
			setBody(res, last)
		}
		for name, values := range res.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(res.Code)
		w.Write(res.Body.Bytes())
	})
	if !finds(lastWins) {
		t.Error("Check says nothing about a service that gives the latest note for every path")
	}

	forgets := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		newService().ServeHTTP(w, r)
	})
	if !finds(forgets) {
		t.Error("Check says nothing about a service that forgets each note at once")
	}
}

func TestFindsWrongErrors(t *testing.T) {
	faults := map[string]change{}
	for _, status := range []int{404, 400} {
		for name, text := range map[string]string{
			"no JSON":     "no such note",
			"no error":    `{"message":"no such note"}`,
			"empty error": `{"error":""}`,
			"no text":     `{"error":null}`,
			"no body":     ``,
		} {
			faults[fmt.Sprintf("%d, %s", status, name)] = whenStatus(status, body(text))
		}
	}
	mustFind(t, faults)
}

func TestMessagesHoldBothStatuses(t *testing.T) {
	for _, c := range []struct {
		request    string
		want, came int
	}{
		{"POST /notes", 201, 299},
		{"GET /notes/", 200, 298},
		{"GET /notes/", 404, 497},
		{"POST /notes", 400, 496},
		{"DELETE /notes", 405, 495},
	} {
		complete := false
		for _, message := range Check(but(whenStatus(c.want, becomes(c.came)))) {
			complete = complete || strings.HasPrefix(message, c.request) &&
				strings.Contains(message, fmt.Sprint(c.want)) && strings.Contains(message, fmt.Sprint(c.came))
		}
		if !complete {
			t.Errorf("no message begins with %q and holds the statuses %d and %d", c.request, c.came, c.want)
		}
	}
}
