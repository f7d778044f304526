#!/usr/bin/env bash
# House rules that a machine can hold: sizes of files, tests that are in no target, check kinds without a page.
set -euo pipefail
cd "$1"
bad=0 seen=0
complain() { echo "$1"; bad=1; }

while read -r file; do
  seen=$((seen + 1))
  lines=$(wc -l <"$file")
  [ "$lines" -le 600 ] || complain "$file has $lines lines; 600 is where a file is divided"
done < <(find grader app tests -type f \( -name '*.cpp' -o -name '*.h' -o -name '*.ts' -o -name '*.go' \) -not -path '*/node_modules/*' -not -path '*/build/*')
[ "$seen" -gt 50 ] || complain "only $seen files were found: this test looks in the wrong place"

while read -r file; do
  grep -rqF "$(basename "$file")" --include=CMakeLists.txt tests || complain "$file is in no CMakeLists.txt, so it never runs"
done < <(find tests -name '*_test.cpp')

for kind in $(sed -n 's/.*&\([a-z]*\)Kind().*/\1/p; ' grader/checks/table.cpp; grep -o '&[a-z]*Kind()' grader/checks/table.cpp | tr -d '&()' | sed 's/Kind$//'); do
  [ -s "grader/checks/docs/$kind.md" ] || complain "the check kind $kind has no page grader/checks/docs/$kind.md"
done
while read -r file; do
  bash -n "$file" || complain "$file is no valid shell script"
done < <(find run .ci/run tests -name '*.sh' -o -path run -o -path .ci/run)
exit $bad
