// Package scraper fetches many pages without asking too much of a site.
package scraper

import (
	"context"
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
	return nil
}
