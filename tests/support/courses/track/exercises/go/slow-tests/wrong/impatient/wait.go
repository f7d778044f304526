package wait

import "time"

// For waits and says for how long.
func For(d time.Duration) time.Duration { return d / 2 }
