package gauge

// Level is the nearest level below n: 0, 10 or 20.
func Level(n int) int {
	level := 0
	for level+10 < n && level < 20 {
		level += 10
	}
	return level
}
