package buildversion

import "runtime/debug"

// Version says which build of a program this is.
type Version struct {
	Version  string // 1.4.0, v1.4.0, dev
	Revision string // the first 12 characters of the commit
	Modified bool   // built from a working copy with changes
}

// Describe finds out the version from the one that the build has stamped in,
// which may be empty, and from the build information, which may be nil.
func Describe(stamped string, info *debug.BuildInfo) Version {
	v := Version{Version: "dev"}
	if m := info.Main.Version; m != "" && m != "(devel)" {
		v.Version = m
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Revision = s.Value[:min(12, len(s.Value))]
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	if stamped != "" {
		v.Version = stamped
	}
	return v
}

// String returns the version with the revision in brackets.
func (v Version) String() string {
	switch {
	case v.Revision == "":
		return v.Version
	case v.Modified:
		return v.Version + " (" + v.Revision + ", modified)"
	}
	return v.Version + " (" + v.Revision + ")"
}
