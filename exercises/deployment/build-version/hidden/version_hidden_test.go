package buildversion

import (
	"strings"
	"testing"
)

func TestNoBuildInfo(t *testing.T) {
	for stamped, want := range map[string]string{"": "dev", "2.0.0-rc.1": "2.0.0-rc.1"} {
		if got := Describe(stamped, nil); got != (Version{Version: want}) {
			t.Errorf("Describe(%q, nil) = %+v, want Version %q and nothing else", stamped, got, want)
		}
		if got := Describe(stamped, build("")); got != (Version{Version: want}) {
			t.Errorf("Describe(%q, empty) = %+v, want Version %q and nothing else", stamped, got, want)
		}
	}
}

func TestDevelVersion(t *testing.T) {
	for module, want := range map[string]string{
		"":        "dev",
		"(devel)": "dev",
		"v0.0.0":  "v0.0.0",
		"v1.5.1-0.20260301123000-0a1b2c3d4e5f+dirty": "v1.5.1-0.20260301123000-0a1b2c3d4e5f+dirty",
	} {
		if got := Describe("", build(module, "vcs.revision", commit)); got.Version != want || got.Revision != commit[:12] {
			t.Errorf("module %q: Describe = %+v, want Version %q and the revision", module, got, want)
		}
		if got := Describe("7", build(module, "vcs.revision", commit)); got.Version != "7" {
			t.Errorf("stamped 7, module %q: Version = %q, want 7", module, got.Version)
		}
	}
}

func TestOddRevisions(t *testing.T) {
	for given, want := range map[string]string{
		"":                       "",
		"4711":                   "4711",
		commit[:11]:              commit[:11],
		commit[:12]:              commit[:12],
		commit[:13]:              commit[:12],
		strings.Repeat("f0", 32): strings.Repeat("f0", 6),
	} {
		for where, settings := range map[string][]string{
			"alone": {"vcs.revision", given},
			"first": {"vcs.revision", given, "vcs.time", "2026-03-01T12:30:00Z", "GOOS", "linux"},
			"last":  {"GOARCH", "arm64", "vcs", "git", "vcs.revision", given},
		} {
			if got := Describe("", build("v1.0.0", settings...)); got != (Version{Version: "v1.0.0", Revision: want}) {
				t.Errorf("revision %q (%s): Describe = %+v, want Revision %q", given, where, got, want)
			}
		}
	}
	if got := Describe("1", build("", "GOOS", "linux", "vcs", "git")); got != (Version{Version: "1"}) {
		t.Errorf("no revision among the settings: Describe = %+v", got)
	}
}

func TestModified(t *testing.T) {
	for given, want := range map[string]bool{"true": true, "false": false, "": false} {
		for _, settings := range [][]string{
			{"vcs.modified", given, "vcs.revision", commit},
			{"vcs.revision", commit, "vcs.modified", given},
		} {
			if got := Describe("1", build("", settings...)); got.Modified != want {
				t.Errorf("vcs.modified=%q: Modified = %t, want %t", given, got.Modified, want)
			}
		}
	}
	if Describe("1", build("v1.0.0+dirty", "vcs.revision", commit, "vcs.time", "true")).Modified {
		t.Error("without vcs.modified: Modified = true, want false")
	}
}

func TestEveryString(t *testing.T) {
	for _, c := range []struct {
		v    Version
		want string
	}{
		{Version{Version: "dev"}, "dev"},
		{Version{Version: "dev", Modified: true}, "dev"},
		{Version{Version: "v2.0.0", Revision: "4711"}, "v2.0.0 (4711)"},
		{Version{Version: "v2.0.0", Revision: "4711", Modified: true}, "v2.0.0 (4711, modified)"},
	} {
		if got := c.v.String(); got != c.want {
			t.Errorf("%#v: String() = %q, want %q", c.v, got, c.want)
		}
	}
}
