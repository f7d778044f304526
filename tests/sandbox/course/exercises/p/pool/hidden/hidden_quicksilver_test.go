package pool

import (
	"sync"
	"testing"
)

func TestQuicksilver(t *testing.T) {
	var mu sync.Mutex
	seen := map[int]int{}
	Each(200, 8, func(i int) {
		mu.Lock()
		seen[i*838385858]++
		mu.Unlock()
	})
	if len(seen) != 200 {
		t.Fatalf("838385858: %d items, want 200", len(seen))
	}
	for i, times := range seen {
		if times != 1 {
			t.Fatalf("838385858: item %d was handled %d times", i, times)
		}
	}
}
