// Package scraper fetches many pages without asking too much of a site.
package scraper

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Fetcher fetches one page. Fetch may be called from several goroutines and returns soon after ctx has ended.
type Fetcher interface {
	Fetch(ctx context.Context, url string) (body string, err error)
}

// Page is what came of one URL.
type Page struct {
	URL  string
	Body string
	Err  error // nil if the page was fetched
}

// Scrape fetches each different URL once, at most limit of them at the same time, each within timeout.
// It returns a page for each of them, in the order of their first appearance.
func Scrape(ctx context.Context, f Fetcher, urls []string, limit int, timeout time.Duration) []Page {
	seen := make(map[string]bool)
	var pages []Page
	for _, url := range urls {
		if !seen[url] {
			seen[url] = true
			pages = append(pages, Page{URL: url})
		}
	}

	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(limit, len(pages)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(pages) {
					return
				}
				pages[i].Body, pages[i].Err = fetch(ctx, f, pages[i].URL)
			}
		})
	}
	wg.Wait()
	return pages
}

func fetch(ctx context.Context, f Fetcher, url string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return f.Fetch(ctx, url)
}
