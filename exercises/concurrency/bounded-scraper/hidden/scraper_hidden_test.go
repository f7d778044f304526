package scraper

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnySizes(t *testing.T) {
	for _, n := range []int{0, 1, 2, 9, 40} {
		for _, limit := range []int{1, 3, 50} {
			synctest.Test(t, func(t *testing.T) {
				site := &fakeSite{takes: func(url string) time.Duration { return time.Duration(50-len(url)) * time.Second }}
				urls := numbered(n)
				slices.Reverse(urls)
				pages := Scrape(t.Context(), site, slices.Concat(urls, numbered(n), urls), limit, time.Hour)
				if len(pages) != n {
					t.Fatalf("%d different URLs, limit %d: %d pages", n, limit, len(pages))
				}
				for i, p := range pages {
					if p.URL != urls[i] || p.Err != nil || p.Body != "body of "+p.URL {
						t.Errorf("%d different URLs, limit %d: page %d is %+v, want %s", n, limit, i, p, urls[i])
					}
				}
				for url, c := range site.calls() {
					if c != 1 {
						t.Errorf("%d different URLs, limit %d: %s was fetched %d times", n, limit, url, c)
					}
				}
				if most := site.mostInFlight(); most > limit {
					t.Errorf("limit %d: %d in flight", limit, most)
				}
			})
		}
	}
}

func TestLimitIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// One long fetch holds one of three places; the others go on meanwhile.
		var begun atomic.Int64
		site := &fakeSite{takes: func(string) time.Duration {
			if begun.Add(1) == 1 {
				return 10 * time.Second
			}
			return time.Second
		}}
		start := time.Now()
		Scrape(t.Context(), site, numbered(21), 3, time.Minute)
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("one fetch of 10s and 20 of 1s, 3 at a time: took %v, want 10s", took)
		}
		if most := site.mostInFlight(); most > 3 {
			t.Errorf("limit 3: %d in flight", most)
		}
	})
}

func TestTimeoutIsPerFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// Each fetch needs most of its time-out; all of them together need many times that.
		site := &fakeSite{takes: func(string) time.Duration { return 9 * time.Second }}
		pages := Scrape(t.Context(), site, numbered(12), 2, 10*time.Second)
		if len(pages) != 12 {
			t.Fatalf("12 URLs: %d pages", len(pages))
		}
		for _, p := range pages {
			if p.Err != nil {
				t.Errorf("a fetch of 9s with a time-out of 10s failed: %+v", p)
			}
		}
	})
	synctest.Test(t, func(t *testing.T) {
		// The last of three rounds begins when the time-out has been over for long, and times out by itself.
		site := &fakeSite{takes: func(string) time.Duration { return time.Hour }}
		start := time.Now()
		pages := Scrape(t.Context(), site, numbered(3), 1, 10*time.Second)
		if took := time.Since(start); took != 30*time.Second {
			t.Errorf("three fetches, one after the other, each with a time-out of 10s: took %v, want 30s", took)
		}
		for _, p := range pages {
			if !errors.Is(p.Err, context.DeadlineExceeded) {
				t.Errorf("a fetch that took too long has the page %+v", p)
			}
		}
	})
}

func TestCallerGivesUp(t *testing.T) {
	// Repeated, since a select between two ready cases takes either.
	for range 30 {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(15*time.Second, cancel)
			// The second round is in flight when the caller gives up.
			site := &fakeSite{takes: func(string) time.Duration { return 10 * time.Second }}
			start := time.Now()
			pages := Scrape(ctx, site, numbered(20), 2, time.Hour)
			if took := time.Since(start); took != 15*time.Second {
				t.Errorf("the caller gave up after 15s, and Scrape took %v", took)
			}
			if len(pages) != 20 {
				t.Fatalf("20 URLs: %d pages after the caller gave up", len(pages))
			}
			fetched := 0
			for i, p := range pages {
				switch {
				case p.URL != numbered(20)[i]:
					t.Errorf("page %d has the URL %q", i, p.URL)
				case p.Err == nil && p.Body == "body of "+p.URL:
					fetched++
				case !errors.Is(p.Err, context.Canceled):
					t.Errorf("page %d was not fetched and is %+v", i, p)
				}
			}
			if fetched != 2 {
				t.Errorf("2 pages were fetched in time, and %d are in the result", fetched)
			}
			if n := len(site.calls()); n != 4 || site.late != 0 {
				t.Errorf("%d fetches began, %d of them after the caller had given up; want 4 and 0", n, site.late)
			}
		})
		if t.Failed() {
			return
		}
	}
	// The context has ended before the call.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 30 {
		site := &fakeSite{}
		pages := Scrape(ctx, site, numbered(5), 2, time.Hour)
		if len(pages) != 5 || len(site.calls()) != 0 {
			t.Fatalf("with a context that had ended: %d pages, %d fetches", len(pages), len(site.calls()))
		}
		for _, p := range pages {
			if !errors.Is(p.Err, context.Canceled) {
				t.Fatalf("with a context that had ended: page %+v", p)
			}
		}
	}
}
