// Release prints the commands that build a program for every target.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	name := flag.String("name", "app", "name of the program")
	version := flag.String("version", "", "version to stamp in")
	flag.Parse()
	lines := bufio.NewScanner(os.Stdin)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		system, arch, ok := strings.Cut(text, "/")
		if !ok {
			fmt.Fprintf(os.Stderr, "line %d: %q is no target\n", n, text)
			os.Exit(1)
		}
		suffix := ""
		if system == "windows" {
			suffix = ".exe"
		}
		fmt.Printf("CGO_ENABLED=0 GOOS=%s GOARCH=%s go build -trimpath -ldflags=\"-s -X main.version=%s\" -o dist/%s-%s-%s%s .\n",
			system, arch, *version, *name, system, arch, suffix)
	}
}
