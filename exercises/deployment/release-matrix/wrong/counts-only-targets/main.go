// Release prints the commands that build a program for every target.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

type target struct{ os, arch string }

func main() {
	name := flag.String("name", "app", "name of the program")
	version := flag.String("version", "", "version to stamp in")
	flag.Parse()
	if *version == "" {
		fmt.Fprintln(os.Stderr, "release: -version is missing")
		flag.Usage()
		os.Exit(2)
	}
	list, err := targets(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
	for _, t := range list {
		fmt.Println(command(t, *name, *version))
	}
}

// targets reads a target a line. It gives all of them or an error.
func targets(in io.Reader) ([]target, error) {
	var list []target
	seen := map[target]bool{}
	lines := bufio.NewScanner(in)
	n := 0
	for lines.Scan() {
		text := strings.TrimSpace(lines.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		n++
		system, arch, _ := strings.Cut(text, "/")
		if !isName(system) || !isName(arch) {
			return nil, fmt.Errorf("line %d: %q is no target, want GOOS/GOARCH", n, text)
		}
		t := target{system, arch}
		if !seen[t] {
			seen[t] = true
			list = append(list, t)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errors.New("no targets")
	}
	return list, nil
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

func command(t target, name, version string) string {
	file := fmt.Sprintf("dist/%s-%s-%s", name, t.os, t.arch)
	if t.os == "windows" {
		file += ".exe"
	}
	return fmt.Sprintf(`CGO_ENABLED=0 GOOS=%s GOARCH=%s go build -trimpath -ldflags="-s -X main.version=%s" -o %s .`,
		t.os, t.arch, version, file)
}
