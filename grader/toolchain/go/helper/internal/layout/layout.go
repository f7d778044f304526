// Package layout answers whether a file is laid out as gofmt would, byte by byte, and if not, where it differs first.
package layout

import (
	"bytes"
	"fmt"
	"go/format"

	"assay/helper/internal/request"
	"assay/helper/internal/source"
)

// Of gives a finding for each of the learner's Go files that gofmt would change. What does not parse is the compiler's.
func Of(t *source.Tree) []request.Diagnostic {
	found := []request.Diagnostic{}
	for _, f := range t.Files {
		if !f.IsLearner() || !f.IsGo() || f.Problem != nil {
			continue
		}
		want, err := format.Source(f.Text)
		if err != nil || bytes.Equal(want, f.Text) {
			continue
		}
		line, message := difference(f.Text, want)
		found = append(found, request.Diagnostic{
			File: f.Name, Line: line, Column: 1, Severity: request.Error, Code: "gofmt", Message: message,
		})
	}
	return found
}

// byteOrderMark is what some editors put before the text.
var byteOrderMark = []byte("\xef\xbb\xbf")

// difference names the first line that gofmt would write otherwise. What cannot be seen is called by its name.
func difference(got, want []byte) (int, string) {
	switch {
	case bytes.HasPrefix(got, byteOrderMark):
		return 1, "the file begins with a byte order mark; save it as UTF-8 without one"
	case bytes.Contains(got, []byte("\r\n")):
		return 1 + bytes.Count(got[:bytes.Index(got, []byte("\r\n"))], []byte("\n")),
			"lines end with CR LF; save the file with LF line endings"
	case bytes.Equal(append(bytes.Clone(got), '\n'), want):
		return 1 + bytes.Count(got, []byte("\n")), "the last line does not end with a newline"
	}
	gotLines, wantLines := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) {
			return i, "gofmt would add lines here"
		}
		if i >= len(wantLines) {
			return i + 1, "gofmt would leave this line out"
		}
		if !bytes.Equal(gotLines[i], wantLines[i]) {
			return i + 1, fmt.Sprintf("gofmt would write this line as %q, it is %q", shorten(wantLines[i]), shorten(gotLines[i]))
		}
	}
	return 1, "gofmt would change this file"
}

func shorten(line []byte) string {
	const most = 200
	if len(line) > most {
		return string(line[:most]) + "…"
	}
	return string(line)
}
