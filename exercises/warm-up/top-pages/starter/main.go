// Command top-pages prints the most requested pages of an access log.
package main

import "flag"

func main() {
	n := flag.Int("n", 3, "how many pages to print")
	flag.Parse()
	_ = n // read the lines of os.Stdin, count the pages, print the first n
}
