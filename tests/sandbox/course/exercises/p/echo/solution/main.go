package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	if len(os.Args) > 1 {
		fmt.Fprintln(os.Stderr, "usage: echo")
		os.Exit(2)
	}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		fmt.Println(strings.ToUpper(in.Text()))
	}
}
