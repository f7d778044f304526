package loader

import (
	"cmd/internal/goobj"
	"cmd/internal/sys"
	"log"
)

// early holds what LoadEarly did for the packages that were loaded before the program was known, and what it left open.
// There is one loader in a linker.
var early struct {
	state     *loadState
	objects   int // of Loader.objs, its own ones, which come first, included
	undefined []reference
	unbound   []*oReader // refer to a package that was not there
}

// reference is one by name to what nothing defines so far: the index is that among the references of its object.
type reference struct {
	from  *oReader
	index uint32
}

// LoadEarly does for the packages that are loaded what LoadSyms does for all of a program, as far as later packages change
// nothing in it: it numbers their symbols and binds their references to each other. LoadSyms then has the rest to do.
func (l *Loader) LoadEarly() {
	objects := l.objs[goObjStart:]
	symbols := 1
	for _, r := range objects {
		symbols += r.ndef + r.nhasheddef + r.nhashed64def + r.NNonpkgdef()
	}
	l.objSyms = make([]objSym, 1, symbols)
	early.state = &loadState{l: l, hashed64Syms: map[uint64]symAndSize{}, hashedSyms: map[goobj.HashType]symAndSize{}}
	early.objects = len(l.objs)
	early.state.define(objects)
	for _, r := range objects {
		if !l.bindEarly(r) {
			early.unbound = append(early.unbound, r)
		}
	}
}

// loadRest is LoadSyms after LoadEarly, and tells whether there was one.
func (l *Loader) loadRest(arch *sys.Arch) bool {
	state := early.state
	if state == nil {
		return false
	}
	late := l.objs[early.objects:]
	for _, r := range late {
		l.mustBeNew(r)
	}
	state.define(late)
	for _, v := range state.linknameVarRefs {
		l.checkLinkname(v.pkg, v.name, v.sym)
	}
	l.nhashedsyms = len(state.hashed64Syms) + len(state.hashedSyms)
	for _, open := range early.undefined {
		l.bindName(open, l.LookupOrCreateSym)
	}
	for _, r := range append(early.unbound, late...) {
		loadObjRefs(l, r, arch)
	}
	for _, fixup := range l.sizeFixups {
		l.cloneToExternal(fixup.sym).size = int64(fixup.size)
	}
	l.values = make([]int64, l.NSym(), l.NSym()+1000)
	l.outer = make([]Sym, l.NSym(), l.NSym()+1000)
	return true
}

func (st *loadState) define(objects []*oReader) {
	for _, r := range objects {
		st.preloadSyms(r, pkgDef)
	}
	st.l.npkgsyms = st.l.NSym()
	for _, r := range objects {
		st.preloadSyms(r, hashed64Def)
		st.preloadSyms(r, hashedDef)
		st.preloadSyms(r, nonPkgDef)
	}
}

// mustBeNew ends the linker where a package defines a name that an early one has defined in its stead (by linkname):
// which of the two counts would hang on the order of loading. The plain linker is taken then.
func (l *Loader) mustBeNew(r *oReader) {
	for i := uint32(0); i < uint32(r.ndef); i++ {
		symbol := r.Sym(i)
		name, version := symbol.Name(r.Reader), abiToVer(symbol.ABI(), r.version)
		if name != "" && version != r.version && l.Lookup(name, version) != 0 {
			log.Fatalf("%s of package %s was there before it", name, r.unit.Lib.Pkg)
		}
	}
}

// bindEarly is loadObjRefs for an object all of whose packages are there; names that nothing defines stay open.
func (l *Loader) bindEarly(r *oReader) bool {
	packages := make([]uint32, r.NPkg())
	for i := 1; i < len(packages); i++ { // 0 is none
		index, known := l.objByPkg[r.Pkg(i)]
		if !known {
			return false
		}
		packages[i] = index
	}
	for i, n := 0, r.NNonpkgref(); i < n; i++ {
		if name := (reference{r, uint32(i)}); !l.bindName(name, l.Lookup) {
			early.undefined = append(early.undefined, name)
		}
	}
	r.pkg = packages
	for i, n := 0, r.NRefFlags(); i < n; i++ {
		flags := r.RefFlags(i)
		if symbol := l.resolve(r, flags.Sym()); flags.Flag2()&goobj.SymFlagUsedInIface != 0 {
			l.SetAttrUsedInIface(symbol, true)
		}
	}
	return true
}

// bindName binds a reference to what `find` finds by its name and version, where that is anything.
func (l *Loader) bindName(name reference, find func(string, int) Sym) bool {
	r, index := name.from, uint32(name.from.NAlldef())+name.index
	symbol := r.Sym(index)
	text := symbol.Name(r.Reader)
	found := find(text, abiToVer(symbol.ABI(), r.version))
	if found == 0 {
		return false
	}
	r.syms[index] = found
	if symbol.IsLinkname() {
		l.checkLinkname(r.unit.Lib.Pkg, text, found)
	}
	if symbol.Local() {
		l.SetAttrLocal(found, true)
	}
	if symbol.UsedInIface() {
		l.SetAttrUsedInIface(found, true)
	}
	return true
}
