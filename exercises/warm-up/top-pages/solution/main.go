// Command top-pages prints the most requested pages of an access log.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	n := flag.Int("n", 3, "how many pages to print")
	flag.Parse()

	counts := make(map[string]int)
	failed := false
	in := bufio.NewScanner(os.Stdin)
	for number := 1; in.Scan(); number++ {
		fields := strings.Fields(in.Text())
		if len(fields) != 3 {
			fmt.Fprintf(os.Stderr, "line %d: want METHOD PATH STATUS, got %q\n", number, in.Text())
			failed = true
			continue
		}
		page, _, _ := strings.Cut(fields[1], "?")
		counts[page]++
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "reading the log:", err)
		failed = true
	}

	pages := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for _, page := range pages[:min(*n, len(pages))] {
		fmt.Println(counts[page], page)
	}
	if failed {
		os.Exit(1)
	}
}
