package main

import (
	"flag"
	"fmt"
	"os"
)

var version = "dev"

func main() {
	show := flag.Bool("version", false, "print the version and end")
	flag.Parse()
	if *show {
		fmt.Println("pager", version)
		return
	}
	fmt.Fprintln(os.Stderr, "pager: nothing to page")
}
