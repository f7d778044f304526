package buildversion

import (
	"runtime/debug"
	"testing"
)

const commit = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"

// build makes the information of a build; settings are keys and values in turn.
func build(version string, settings ...string) *debug.BuildInfo {
	info := &debug.BuildInfo{Main: debug.Module{Path: "example.com/shop", Version: version}}
	for i := 0; i < len(settings); i += 2 {
		info.Settings = append(info.Settings, debug.BuildSetting{Key: settings[i], Value: settings[i+1]})
	}
	return info
}

func TestStampedVersionWins(t *testing.T) {
	got := Describe("1.4.0", build("v1.3.9", "vcs.revision", commit))
	if got.Version != "1.4.0" {
		t.Errorf("stamped 1.4.0, module v1.3.9: Version = %q, want %q", got.Version, "1.4.0")
	}
}

func TestVersionOfTheModule(t *testing.T) {
	got := Describe("", build("v1.3.9", "GOOS", "linux"))
	if want := (Version{Version: "v1.3.9"}); got != want {
		t.Errorf("nothing stamped, module v1.3.9: Describe = %+v, want %+v", got, want)
	}
}

func TestRevision(t *testing.T) {
	got := Describe("1.4.0", build("(devel)", "GOOS", "linux", "vcs", "git", "vcs.revision", commit, "vcs.modified", "true"))
	if want := (Version{"1.4.0", "0a1b2c3d4e5f", true}); got != want {
		t.Errorf("revision %s, modified: Describe = %+v, want %+v", commit, got, want)
	}
}

func TestString(t *testing.T) {
	v := Version{Version: "1.4.0", Revision: "0a1b2c3d4e5f"}
	if got, want := v.String(), "1.4.0 (0a1b2c3d4e5f)"; got != want {
		t.Errorf("%+v: String() = %q, want %q", v, got, want)
	}
}
