package vetting

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"assay/helper/internal/source"
)

// maxFix bounds a fix as it is shown: a longer one is not read.
const maxFix = 2 << 10

// fixOf gives the first suggested fix as the lines that it takes out and puts in, or "" where there is none, where it
// touches another file, or where it is too long to be read.
func (d *driver) fixOf(f *source.File, found analysis.Diagnostic) string {
	if len(found.SuggestedFixes) == 0 {
		return ""
	}
	edits := slices.Clone(found.SuggestedFixes[0].TextEdits)
	// What is put in before a place comes before what is taken out from there on.
	slices.SortStableFunc(edits, func(a, b analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.End, b.End))
	})
	base := f.Syntax.FileStart
	var now bytes.Buffer
	last, first, end := 0, len(f.Text), 0
	for _, edit := range edits {
		if !edit.End.IsValid() {
			edit.End = edit.Pos
		}
		from, to := int(edit.Pos-base), int(edit.End-base)
		if from < last || to < from || to > len(f.Text) {
			return ""
		}
		now.Write(f.Text[last:from])
		now.Write(edit.NewText)
		first, end, last = min(first, from), max(end, to), to
	}
	now.Write(f.Text[last:])
	if first > end {
		return ""
	}
	return changed(string(f.Text), now.String())
}

// changed shows the lines in which two texts differ, from the first to the last.
func changed(was, is string) string {
	before, after := strings.Split(was, "\n"), strings.Split(is, "\n")
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	var out strings.Builder
	fmt.Fprintf(&out, "@@ line %d @@\n", head+1)
	for _, line := range before[head : len(before)-tail] {
		out.WriteString("-" + line + "\n")
	}
	for _, line := range after[head : len(after)-tail] {
		out.WriteString("+" + line + "\n")
	}
	if out.Len() > maxFix {
		return ""
	}
	return out.String()
}
