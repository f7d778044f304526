package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Compilers as victims: each must end as a compile error within the limits that the sandbox sets, or be compiled.
func TestCompilersAsVictims(t *testing.T) {
	if testing.Short() {
		t.Skip("each takes seconds")
	}
	for _, c := range []struct {
		name, text, limit string // limit: what may be met, "" for an ordinary error, "none" where it compiles
	}{
		{"two million parentheses", "var x = " + strings.Repeat("(", 2_000_000) + "1" + strings.Repeat(")", 2_000_000), "size memory cpu"},
		{"100,000 stars", "var x " + strings.Repeat("*", 100_000) + "int", "size memory cpu none"},
		{"100,000 nested blocks", "func f() " + strings.Repeat("{", 100_000) + strings.Repeat("}", 100_000), "size memory cpu none"},
		{"100,000 errors", strings.Repeat("var a int = \"x\"\n", 100_000), ""},
		{"long line of additions", "var x = 1" + strings.Repeat("+1", 400_000), "size memory cpu none"},
		{"giant array", "var x [1 << 40]byte\n\nfunc f() { x[0] = 1 }", "size memory none"},
		{"giant literal", "var x = [...]int{1 << 28: 1}", "size memory none"},
		{"exponential types", exponential(), "memory cpu"},
		{"constant arithmetic", "const (\n\ta = 1 << 500\n\tb = a * a * a\n\tc = b << 10000\n)", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSubmission(t, "-- learner a.go --\npackage clamp\n\n"+c.text+"\n")
			s.limit = true
			b := s.make()
			alone, told := b.compiled["alone"]
			switch {
			case !told:
				t.Fatalf("nothing is told of it: %+v", b)
			case alone.OK && !strings.Contains(c.limit, "none"):
				t.Error("it compiles")
			case alone.Limit != "" && !strings.Contains(c.limit, alone.Limit):
				t.Errorf("limit %s, want %s", alone.Limit, c.limit)
			}
			if !alone.OK && (len(alone.Diagnostics) == 0 || len(alone.Diagnostics) > 50) {
				t.Errorf("%d diagnostics", len(alone.Diagnostics))
			}
			t.Logf("limit %q, %d diagnostics, failed %q, done %v", alone.Limit, len(alone.Diagnostics), b.failed, b.done)
		})
	}
}

// exponential is a generic type whose instances double with each level.
func exponential() string {
	var b strings.Builder
	b.WriteString("type p[A, B any] struct {\n\ta A\n\tb B\n}\n\nfunc f0[T any](x T) any { return x }\n")
	for i := 1; i <= 40; i++ {
		fmt.Fprintf(&b, "\nfunc f%d[T any](x T) any { return []any{f%d(p[T, int]{}), f%d(p[int, T]{})} }\n", i, i-1, i-1)
	}
	b.WriteString("\nvar x = f40(1)\n")
	return b.String()
}

// wrapper starts assay-go with limits like the sandbox's, but for processor time of 3 s: the tests shall not take long.
func wrapper(t *testing.T, program string) string {
	file := filepath.Join(t.TempDir(), "limited")
	text := "#!/bin/sh\nulimit -t 3\nulimit -d 1572864\nulimit -f 524288\nexec " + program + " \"$@\"\n"
	if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}
