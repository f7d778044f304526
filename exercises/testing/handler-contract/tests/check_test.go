package notescheck

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// newService keeps the contract.
func newService() http.Handler {
	var notes []string
	answer := func(w http.ResponseWriter, status int, body map[string]string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(body)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /notes", func(w http.ResponseWriter, r *http.Request) {
		var note struct{ Text string }
		body, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(body, &note); err != nil || note.Text == "" {
			answer(w, http.StatusBadRequest, map[string]string{"error": "a note needs a text"})
			return
		}
		notes = append(notes, note.Text)
		w.Header().Set("Location", "/notes/"+strconv.Itoa(len(notes)))
		answer(w, http.StatusCreated, map[string]string{"text": note.Text})
	})
	mux.HandleFunc("GET /notes/{id...}", func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.Atoi(r.PathValue("id"))
		if err != nil || id < 1 || id > len(notes) {
			answer(w, http.StatusNotFound, map[string]string{"error": "no such note"})
			return
		}
		answer(w, http.StatusOK, map[string]string{"text": notes[id-1]})
	})
	return mux
}

// but is the right service with its answers changed before they are sent.
func but(change func(r *http.Request, res *httptest.ResponseRecorder)) http.Handler {
	service := newService()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		res := httptest.NewRecorder()
		service.ServeHTTP(res, r)
		change(r, res)
		for name, values := range res.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(res.Code)
		w.Write(res.Body.Bytes())
	})
}

// finds reports whether Check says anything about h that it does not say about
// a service that keeps the contract.
func finds(h http.Handler) bool {
	return !slices.Equal(slices.Sorted(slices.Values(Check(h))), slices.Sorted(slices.Values(Check(newService()))))
}

func TestRightServicePasses(t *testing.T) {
	if broken := Check(newService()); len(broken) > 0 {
		t.Errorf("the service keeps the contract, but Check reports:\n%s", strings.Join(broken, "\n"))
	}
}

func TestFindsCreatedWith200(t *testing.T) {
	if !finds(but(func(r *http.Request, res *httptest.ResponseRecorder) {
		if res.Code == http.StatusCreated {
			res.Code = http.StatusOK
		}
	})) {
		t.Error("the service answers 200 where it has stored a note, and Check does not notice")
	}
}

func TestFindsUnknownNoteWith200(t *testing.T) {
	if !finds(but(func(r *http.Request, res *httptest.ResponseRecorder) {
		if res.Code == http.StatusNotFound {
			res.Code = http.StatusOK
		}
	})) {
		t.Error("the service answers 200 where there is no such note, and Check does not notice")
	}
}

func TestMessageNamesTheRequest(t *testing.T) {
	requests := map[string]bool{}
	broken := Check(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests[r.Method+" "+r.URL.Path] = true
		w.WriteHeader(http.StatusTeapot)
	}))
	if len(requests) == 0 {
		t.Fatal("Check has sent no request to the service")
	}
	if len(broken) == 0 {
		t.Fatal("the service answers 418 to everything, and Check reports nothing")
	}
	for _, message := range broken {
		named := false
		for request := range requests {
			named = named || strings.HasPrefix(message, request)
		}
		if !named {
			t.Errorf("a message does not begin with the method and the path of a request: %s", message)
		}
	}
}
