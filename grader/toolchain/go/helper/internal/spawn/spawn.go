// Package spawn answers whether code can start a goroutine, or have its functions called on another one. A data race
// tears interfaces and slices, and through a torn one a program reads memory at will: so such a submission is graded
// with the race build whenever hidden tests count. A wrong yes costs time, a wrong no opens a door; naming one of these
// functions counts, called or not.
package spawn

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"assay/helper/internal/check"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// starters are functions, methods and types, by their qualified names, that start goroutines which call what they are
// given. A type stands here where having a value of it is enough.
var starters = set(
	"time.AfterFunc", "context.AfterFunc", "sync.WaitGroup.Go",
	"runtime.SetFinalizer", "runtime.AddCleanup", "runtime/pprof.StartCPUProfile", "runtime/trace.Start",
	"runtime/trace.NewFlightRecorder", "runtime/trace.FlightRecorder",
	"net/http.Serve", "net/http.ServeTLS", "net/http.ListenAndServe", "net/http.ListenAndServeTLS",
	"net/http.Get", "net/http.Head", "net/http.Post", "net/http.PostForm", "net/http.TimeoutHandler",
	"net/http.Server", "net/http.Client", "net/http.Transport", "net/http.DefaultClient", "net/http.DefaultTransport",
	"net/http/httptest.NewServer", "net/http/httptest.NewTLSServer", "net/http/httptest.NewUnstartedServer",
	"net/http/httptest.Server", "net.Dialer", "net.Dial", "net.DialTimeout", "net.ListenConfig", "net.Resolver",
	"net.DefaultResolver", "net/http.NewFileTransport", "net/http.NewFileTransportFS",
	"testing.T.Parallel", "testing.B.RunParallel",
	"reflect.Value.Method", "reflect.Value.MethodByName", "reflect.Type.Method", "reflect.Type.MethodByName",
	"reflect.Value.Methods", "reflect.Type.Methods",
	"golang.org/x/sync/errgroup.Group.Go", "golang.org/x/sync/errgroup.Group.TryGo",
)

// startingPackages are those of which any function or type counts.
var startingPackages = set("os/exec", "os/signal", "net/rpc", "net/rpc/jsonrpc", "net/http/httputil", "net/http/pprof",
	"net/http/cgi", "net/http/fcgi", "database/sql", "crypto/tls", "testing/synctest", "golang.org/x/sync/singleflight")

// withParent are functions that watch a parent context in a goroutine where its type is not the context package's own.
var withParent = set("context.WithCancel", "context.WithCancelCause", "context.WithTimeout", "context.WithTimeoutCause",
	"context.WithDeadline", "context.WithDeadlineCause")

// starterMethods are names of methods that start goroutines. An interface that has one can hold a value of such a type
// without naming it.
var starterMethods = set("Go", "TryGo", "Parallel", "RunParallel", "Serve", "ListenAndServe", "ListenAndServeTLS",
	"ServeTLS", "MethodByName")

// authorNames are looked for in the author's tests, which hide nothing: by name alone.
var authorNames = set("AfterFunc", "Go", "TryGo", "SetFinalizer", "AddCleanup", "Parallel", "RunParallel", "NewServer",
	"NewTLSServer", "NewUnstartedServer", "Serve", "ListenAndServe", "ListenAndServeTLS", "TimeoutHandler", "StartCPUProfile")

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

type finder struct {
	tree  *source.Tree
	found []place
}

type place struct {
	file *source.File
	pos  token.Pos
	what string
}

// Find gives the first place, learner files before the author's.
func Find(t *source.Tree, packages []*check.Package) request.Goroutines {
	f := &finder{tree: t}
	ownContext := declaresContext(packages)
	for _, p := range packages {
		f.statements(p.Files)
		p.Used(func(file *source.File, id *ast.Ident, obj types.Object) {
			if what := starter(obj, ownContext); what != "" {
				f.add(file, id.Pos(), what)
			}
		})
		p.Interfaces(func(file *source.File, pos token.Pos, typ *types.Interface) {
			for m := range typ.Methods() {
				if starterMethods[m.Name()] {
					f.add(file, pos, "an interface with the method "+m.Name())
				}
			}
		})
	}
	for _, file := range t.Files {
		if file.Role == request.Visible || file.Role == request.Hidden {
			f.authors(file)
		}
	}
	return f.first()
}

func (f *finder) add(file *source.File, pos token.Pos, what string) {
	f.found = append(f.found, place{file, pos, what})
}

func (f *finder) first() request.Goroutines {
	if len(f.found) == 0 {
		return request.Goroutines{}
	}
	rank := func(p place) int { return slices.Index(request.Roles, p.file.Role) }
	slices.SortStableFunc(f.found, func(a, b place) int {
		if c := rank(a) - rank(b); c != 0 {
			return c
		}
		if c := strings.Compare(a.file.Name, b.file.Name); c != 0 {
			return c
		}
		return int(a.pos - b.pos)
	})
	p := f.found[0]
	at := f.tree.Place(p.file, p.pos)
	return request.Goroutines{Starts: true, File: at.File, Line: at.Line, What: p.what}
}

// statements finds go statements: they need no types.
func (f *finder) statements(files []*source.File) {
	for _, file := range files {
		if file.Syntax == nil {
			continue
		}
		ast.Inspect(file.Syntax, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				f.add(file, g.Pos(), "go statement")
			}
			return true
		})
	}
}

func starter(obj types.Object, ownContext bool) string {
	if _, isImport := obj.(*types.PkgName); isImport || obj.Pkg() == nil {
		return ""
	}
	name := check.Qualified(obj)
	if starters[name] || startingPackages[obj.Pkg().Path()] && !isConstant(obj) || ownContext && withParent[name] {
		return name
	}
	if fn, ok := obj.(*types.Func); ok {
		if typ, _, found := strings.Cut(strings.TrimPrefix(name, obj.Pkg().Path()+"."), "."); found &&
			starters[obj.Pkg().Path()+"."+typ] && fn.Exported() {
			return name
		}
	}
	return ""
}

func isConstant(obj types.Object) bool {
	_, ok := obj.(*types.Const)
	return ok
}

// contextMethods are what the context package asks of a parent, the last two in a goroutine of its own. One that embeds an
// ordinary context needs no more than one of them.
var contextMethods = set("Done", "Err", "Value")

// declaresContext reports whether a type of the submission could be a context that is not the package's own.
func declaresContext(packages []*check.Package) bool {
	for _, p := range packages {
		for _, obj := range p.Info.Defs {
			if fn, ok := obj.(*types.Func); ok && contextMethods[fn.Name()] && check.Receiver(fn) != "" {
				return true
			}
		}
	}
	return false
}

func (f *finder) authors(file *source.File) {
	if file.Syntax == nil {
		return
	}
	f.statements([]*source.File{file})
	for _, i := range file.Imports() {
		if startingPackages[i.Path] {
			f.add(file, i.Spec.Pos(), i.Path)
		}
	}
	ast.Inspect(file.Syntax, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && authorNames[sel.Sel.Name] {
			f.add(file, sel.Sel.Pos(), sel.Sel.Name)
		}
		return true
	})
}
