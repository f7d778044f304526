package pool

import (
	"sync/atomic"
	"testing"
)

func TestSum(t *testing.T) {
	var sum atomic.Int64
	Each(10, 3, func(i int) { sum.Add(int64(i)) })
	if got := sum.Load(); got != 45 {
		t.Errorf("sum = %d, want 45", got)
	}
}
