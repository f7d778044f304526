package count

// Words counts.
func Words(text string) int { return 0 }
