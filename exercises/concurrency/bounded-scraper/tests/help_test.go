package scraper

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"
)

// fakeSite is a Fetcher without a network. It counts what is asked of it.
type fakeSite struct {
	takes func(url string) time.Duration // nil: no time at all
	fails map[string]error

	mu       sync.Mutex
	fetched  map[string]int
	inFlight int
	most     int
	late     int // calls with a context that had ended already
}

func (s *fakeSite) Fetch(ctx context.Context, url string) (string, error) {
	s.enter(ctx, url)
	defer s.leave()
	if s.takes != nil {
		select {
		case <-time.After(s.takes(url)):
		case <-ctx.Done():
			return "", fmt.Errorf("fetching %s: %w", url, ctx.Err())
		}
	}
	if err := s.fails[url]; err != nil {
		return "", fmt.Errorf("fetching %s: %w", url, err)
	}
	return "body of " + url, nil
}

func (s *fakeSite) enter(ctx context.Context, url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fetched == nil {
		s.fetched = make(map[string]int)
	}
	s.fetched[url]++
	s.inFlight++
	s.most = max(s.most, s.inFlight)
	if ctx.Err() != nil {
		s.late++
	}
}

func (s *fakeSite) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight--
}

func (s *fakeSite) calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.fetched)
}

func (s *fakeSite) mostInFlight() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// numbered returns the URLs /0, /1, … /n-1.
func numbered(n int) []string {
	var urls []string
	for i := range n {
		urls = append(urls, fmt.Sprintf("/%d", i))
	}
	return urls
}

// describe puts pages into one line.
func describe(pages []Page) string {
	var parts []string
	for _, p := range pages {
		if p.Err != nil {
			parts = append(parts, fmt.Sprintf("%s: error %v", p.URL, p.Err))
		} else {
			parts = append(parts, p.URL+": "+p.Body)
		}
	}
	return strings.Join(parts, ", ")
}
