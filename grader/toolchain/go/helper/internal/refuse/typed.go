package refuse

import (
	"go/ast"
	"go/token"
	"go/types"

	"assay/helper/internal/check"
	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// pointerMethods are the methods of reflect.Value that hand out or take an address. reflect.NewAt and SliceAt make a
// value of any type at any address: together they are unsafe without the import.
//
// Calling such a method by its name at run time (Value.MethodByName on a reflect.Value) is left alone: it yields an
// address as a number or an unsafe.Pointer, and without NewAt, SliceAt or a conversion nothing can be read through it.
var pointerMethods = map[string]bool{
	"Pointer": true, "UnsafePointer": true, "UnsafeAddr": true, "SetPointer": true, "InterfaceData": true,
}

// refusedObjects are functions, types and methods by their qualified names.
var refusedObjects = map[string]Rule{
	"reflect.NewAt":               Reflect,
	"reflect.SliceAt":             Reflect,
	"reflect.SliceHeader":         Reflect,
	"reflect.StringHeader":        Reflect,
	"runtime/debug.WriteHeapDump": HeapDump,
	"testing.Main":                TestingRun,
	"testing.MainStart":           TestingRun,
	"testing.M":                   TestingRun,
	"testing.RunTests":            TestingRun,
	"testing.RunBenchmarks":       TestingRun,
	"testing.RunExamples":         TestingRun,
	"testing.InternalTest":        TestingRun,
	"testing.InternalExample":     TestingRun,
	"testing.InternalFuzzTarget":  TestingRun,
	"testing.InternalBenchmark":   TestingRun,
	"testing.RegisterCover":       TestingRun,
}

// Typed finds what only types show: an alias, a dot import, a method value, an embedded field or an interface name the
// same thing with other words.
func Typed(t *source.Tree, packages []*check.Package) []request.Diagnostic {
	r := &refuser{tree: t}
	for _, p := range packages {
		p.Used(func(f *source.File, id *ast.Ident, obj types.Object) {
			if f.IsLearner() {
				r.mention(f, id, obj)
			}
		})
		p.Interfaces(func(f *source.File, pos token.Pos, typ *types.Interface) {
			if f.IsLearner() {
				r.methods(f, pos, typ)
			}
		})
	}
	return r.found
}

func (r *refuser) mention(f *source.File, id *ast.Ident, obj types.Object) {
	if obj.Pkg() == nil {
		return
	}
	name := check.Qualified(obj)
	if rule, ok := refusedObjects[name]; ok {
		r.say(f, id, rule, name)
		return
	}
	switch obj.Pkg().Path() {
	case "reflect":
		if fn, ok := obj.(*types.Func); ok && check.Receiver(fn) == "Value" && pointerMethods[fn.Name()] {
			r.say(f, id, Reflect, name)
		}
	case "syscall":
		if !harmlessSyscall(obj) {
			r.say(f, id, Syscall, name)
		}
	}
}

func harmlessSyscall(obj types.Object) bool {
	switch o := obj.(type) {
	case *types.Const, *types.PkgName:
		return true
	case *types.TypeName:
		return o.Name() == "Signal" || o.Name() == "Errno"
	case *types.Func:
		recv := check.Receiver(o)
		return recv == "Signal" || recv == "Errno"
	}
	return false
}

// methods refuses an interface through which a reflect.Value's pointer methods can be called. Only methods of the same
// signature matter: another type's `Pointer() string` is nobody's business.
func (r *refuser) methods(f *source.File, pos token.Pos, typ *types.Interface) {
	for m := range typ.Methods() {
		if !pointerMethods[m.Name()] {
			continue
		}
		signature := m.Signature()
		if signature.Params().Len() == 0 && signature.Results().Len() == 1 && isAddress(signature.Results().At(0).Type()) {
			r.say(f, at(pos), Reflect, "an interface with the method "+m.Name())
		}
	}
}

func isAddress(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.Uintptr || u.Kind() == types.UnsafePointer
	case *types.Array:
		return true
	}
	_, generic := t.(*types.TypeParam)
	return generic
}

// at is a node that is nothing but a position.
func at(pos token.Pos) ast.Node { return &ast.Ident{NamePos: pos} }
