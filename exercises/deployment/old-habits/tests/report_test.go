package report

import (
	"os"
	"path/filepath"
	"testing"
)

func TestHas(t *testing.T) {
	if !Has([]string{"ada", "bob"}, "bob") || Has([]string{"ada"}, "eve") || Has(nil, "") {
		t.Error("Has does not say whether the name is among the names")
	}
}

func TestLargest(t *testing.T) {
	for _, c := range []struct {
		values []int
		want   int
	}{{nil, 0}, {[]int{-3, -1}, 0}, {[]int{2, 9, 4}, 9}} {
		if got := Largest(c.values); got != c.want {
			t.Errorf("Largest(%v) = %d, want %d", c.values, got, c.want)
		}
	}
}

func TestHost(t *testing.T) {
	for address, want := range map[string]string{"db:5432": "db", "db": "db", ":80": "", "a:b:c": "a"} {
		if got := Host(address); got != want {
			t.Errorf("Host(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestSave(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report")
	for _, lines := range [][]string{{"a", "b", "c"}, {"d"}, {}} {
		if err := Save(path, lines); err != nil {
			t.Fatalf("Save(%q): %v", lines, err)
		}
		want := ""
		for _, line := range lines {
			want += line + "\n"
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("after Save(%q) the file holds %q, want %q", lines, got, want)
		}
	}
}

func TestSaveTellsWhatFailed(t *testing.T) {
	if err := Save(filepath.Join(t.TempDir(), "no", "folder"), []string{"a"}); err == nil {
		t.Error("Save into a folder that is not there: want an error, got none")
	}
}
