package count

// Words counts.
func Words(text string) int { return len(text) }
