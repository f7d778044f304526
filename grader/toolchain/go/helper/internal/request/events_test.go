package request

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTidySortsCutsAndBounds(t *testing.T) {
	var list []Diagnostic
	for i := range 80 {
		list = append(list, Diagnostic{File: "a.go", Line: 80 - i, Message: "m"})
	}
	list = append(list, list[0], Diagnostic{File: "A.go", Line: 9, Message: strings.Repeat("é", maxMessage)})
	got := Tidy(list)
	if len(got) != MaxDiagnostics || got[0].File != "A.go" || got[1].Line != 1 || got[2].Line != 2 {
		t.Errorf("%d: %+v", len(got), got[:3])
	}
	if m := got[0].Message; len(m) > maxMessage+4 || !utf8.ValidString(m) || !strings.HasSuffix(m, "é…") {
		t.Errorf("cut badly: …%q", m[len(m)-8:])
	}
	if Tidy(nil) == nil {
		t.Error("nil would be null in JSON")
	}
}
