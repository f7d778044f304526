// Command assay-go is the part of the grader that is written in Go, since Go's own parser, type checker, formatter and
// analysers are. It prepares the compiler cache, and inside the sandbox it reads a submission once and compiles it.
// PROTOCOL.md in the folder above is the contract with the C++ side.
package main

import (
	"fmt"
	"io"
	"os"

	"assay/helper/internal/build"
	"assay/helper/internal/policy"
	"assay/helper/internal/prepare"
)

// command is one word of the command line. run gives a sentence for a person where it fails.
type command struct {
	name  string
	about string
	run   func(args []string, stdout io.Writer) error
}

var commands = []command{
	{"prepare", "compile the standard library and the harness into a folder", prepare.Run},
	{"prepare-modules", "compile other modules that a course uses into a folder", prepare.RunModules},
	{"build", "check and compile one submission (in the sandbox)", build.Run},
	{"constructs", "list the constructs that a policy can name, as JSON", policy.RunConstructs},
}

func main() {
	if len(os.Args) < 2 {
		usage()
	}
	for _, c := range commands {
		if c.name == os.Args[1] {
			if err := c.run(os.Args[2:], os.Stdout); err != nil {
				fmt.Fprintln(os.Stderr, "assay-go "+c.name+": "+err.Error())
				os.Exit(1)
			}
			return
		}
	}
	usage()
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: assay-go COMMAND …")
	for _, c := range commands {
		fmt.Fprintf(os.Stderr, "  %-16s %s\n", c.name, c.about)
	}
	os.Exit(2)
}
