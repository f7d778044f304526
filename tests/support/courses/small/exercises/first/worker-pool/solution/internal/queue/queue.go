// Package queue hands numbers to workers.
package queue

// Fill returns a channel that gives the numbers and ends.
func Fill(numbers []int) <-chan int {
	ch := make(chan int, len(numbers))
	for _, n := range numbers {
		ch <- n
	}
	close(ch)
	return ch
}
