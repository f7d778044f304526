package first

import "time"

// soon is how long a test waits before it calls something stuck. A right solution needs none of it.
const soon = 2 * time.Second

// closes reports whether c is closed soon.
func closes(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	case <-time.After(soon):
		return false
	}
}
