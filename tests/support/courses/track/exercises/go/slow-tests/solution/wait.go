package wait

import "time"

// For waits and says for how long.
func For(d time.Duration) time.Duration {
	began := time.Now()
	time.Sleep(d)
	return time.Since(began)
}
