package pool

// Each calls f once for each number below n, in workers goroutines, and returns when all are done.
func Each(n, workers int, f func(int)) {}
