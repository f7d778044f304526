// Package build answers one request: it reads the files, compiles, analyses and links, and tells what it found as soon
// as it is known.
package build

import (
	"context"
	"errors"
	"io"
	"os"

	"assay/helper/internal/compile"
	"assay/helper/internal/gotest"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// eventsFD is where events leave: standard output is not ours alone.
const eventsFD = 3

// Run is the command `assay-go build`.
func Run(args []string, _ io.Writer) error {
	if len(args) != 1 {
		return errors.New("one request is needed")
	}
	out := os.NewFile(eventsFD, "events")
	if out == nil {
		return errors.New("descriptor 3 is not there")
	}
	events := request.NewEvents(out)
	r, err := request.Read(args[0])
	if err == nil {
		err = Build(context.Background(), r, events)
	}
	if err != nil {
		events.Send(&request.Failed{Message: err.Error()})
	}
	events.Send(&request.Done{})
	return nil
}

// Build does the work. An error is a fault of ours.
func Build(ctx context.Context, r *request.Request, events *request.Events) error {
	tree, err := source.Load(r)
	if err != nil {
		return err
	}
	c := compile.New(tree)
	alone, _, err := c.Compile(ctx, compile.Alone())
	if err != nil {
		return err
	}
	events.Send(&request.Compiled{Unit: "alone", OK: alone.OK, Diagnostics: alone.Diagnostics, Limit: alone.Limit})
	a := &request.Analysis{Format: []request.Diagnostic{}, Vet: []request.Diagnostic{}, Policies: map[string][]request.Diagnostic{}}
	a.Tests = gotest.Events(tree, gotest.In(tree.Effective(false, request.Roles...)))
	events.Send(a)
	if !alone.OK {
		return nil
	}
	for _, u := range units(r) {
		if err := one(ctx, c, u, events); err != nil {
			return err
		}
	}
	return nil
}

func units(r *request.Request) []compile.Unit {
	var list []compile.Unit
	if t := r.Tests; t != nil {
		if t.Visible {
			list = append(list, compile.Visible(t.Race))
		}
		if t.Hidden {
			list = append(list, compile.Hidden(t.Race))
		}
	}
	if r.Program != nil {
		list = append(list, compile.Program(r.Program.Race))
	}
	return list
}

func one(ctx context.Context, c *compile.Compiler, u compile.Unit, events *request.Events) error {
	result, binary, err := c.Compile(ctx, u)
	if err != nil {
		return err
	}
	events.Send(&request.Compiled{Unit: u.Name, OK: result.OK, Race: u.Race, Diagnostics: result.Diagnostics, Limit: result.Limit})
	if !result.OK {
		return nil
	}
	linked, err := c.Link(ctx, binary)
	if err != nil {
		return err
	}
	events.Send(&linked)
	return nil
}
