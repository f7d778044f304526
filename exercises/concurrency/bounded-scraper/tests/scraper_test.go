package scraper

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestFetchesEachURLOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in here time is simulated: sleeping costs nothing
		site := &fakeSite{}
		pages := Scrape(t.Context(), site, []string{"/b", "/a", "/b", "/c", "/a"}, 2, time.Minute)
		if got, want := describe(pages), "/b: body of /b, /a: body of /a, /c: body of /c"; got != want {
			t.Errorf("Scrape of /b /a /b /c /a returned the pages\n %s\nwant\n %s", got, want)
		}
		for url, n := range site.calls() {
			if n != 1 {
				t.Errorf("%s was fetched %d times, want once", url, n)
			}
		}
	})
}

func TestAtMostLimitInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := &fakeSite{takes: func(string) time.Duration { return time.Second }}
		start := time.Now()
		Scrape(t.Context(), site, numbered(30), 10, time.Minute)
		if most := site.mostInFlight(); most > 10 {
			t.Errorf("with a limit of 10, %d fetches were in flight at the same time", most)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("30 fetches of one second, 10 at a time, took %v, want 3s", took)
		}
	})
}

func TestOneFailureStopsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		errGone := errors.New("gone")
		site := &fakeSite{fails: map[string]error{"/1": errGone}}
		pages := Scrape(t.Context(), site, numbered(3), 1, time.Minute)
		if len(pages) != 3 {
			t.Fatalf("Scrape of 3 URLs, one of which fails, returned %d pages, want 3", len(pages))
		}
		if pages[1].URL != "/1" || !errors.Is(pages[1].Err, errGone) {
			t.Errorf("the page that failed is %+v, want the URL /1 and the error %q", pages[1], errGone)
		}
		if pages[2].Err != nil || pages[2].Body != "body of /2" {
			t.Errorf("the page after the one that failed is %+v, want its body and no error", pages[2])
		}
	})
}

func TestSlowPageTimesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := &fakeSite{takes: func(url string) time.Duration {
			if url == "/0" {
				return time.Hour
			}
			return time.Second
		}}
		start := time.Now()
		pages := Scrape(t.Context(), site, numbered(2), 2, 5*time.Second)
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("Scrape with a page that takes an hour and a time-out of 5s took %v, want 5s", took)
		}
		if len(pages) != 2 || !errors.Is(pages[0].Err, context.DeadlineExceeded) || pages[1].Err != nil {
			t.Errorf("Scrape returned %s; want the deadline error for /0 and the body for /1", describe(pages))
		}
	})
}
