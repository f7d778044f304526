package count

import "strings"

// Words counts.
func Words(text string) int { return len(strings.Fields(text)) }
