package anything

import "testing"

func FuzzVermilion(f *testing.F) {
	f.Add("juniper-cathode")
	f.Fuzz(func(t *testing.T, s string) {
		if got := Same(s); got != s {
			t.Errorf("harrow-meridian: Same(%q) = %q", s, got)
		}
	})
}
