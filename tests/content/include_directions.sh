#!/usr/bin/env bash
# Which folder may include which (DESIGN of the layers, README's diagram). Prints every include that goes the wrong way.
set -euo pipefail
cd "$1"
declare -A may=(
  [base]="base" [course]="course base" [sandbox]="sandbox base" [progress]="progress base"
  [toolchain]="toolchain sandbox base" [checks]="checks toolchain course sandbox base"
  [judge]="judge checks toolchain course sandbox base" [report]="report judge checks course sandbox base"
  [cli]="cli report judge checks toolchain course sandbox progress base"
)
bad=0 seen=0
complain() { echo "$1"; bad=1; }

for folder in "${!may[@]}"; do
  while IFS=: read -r file line text; do
    seen=$((seen + 1))
    target=$(sed -E 's/.*#include *"([^"]+)".*/\1/' <<<"$text")
    case $target in */*) ;; *) continue ;; esac
    part=${target%%/*}
    [[ " ${may[$folder]} " == *" $part "* ]] || complain "$file:$line: $folder may not include $target"
  done < <(grep -rnE '^ *#include *"' "grader/$folder" --include='*.h' --include='*.cpp')
done
# The report needs only types of the judge: its headers of checks' and course's models come with them.
while IFS=: read -r file line text; do complain "$file:$line: no Qt in grader/: $text"; done < <(grep -rnE '#include *[<"]Q[A-Za-z]+' grader --include='*.h' --include='*.cpp' || true)
while IFS=: read -r file line text; do complain "$file:$line: grader/ knows nothing of app/: $text"; done < <(grep -rnE '#include *"app/' grader --include='*.h' --include='*.cpp' || true)
for folder in ui web; do
  while IFS=: read -r file line text; do complain "$file:$line: app/$folder may include app/model and app/jobs only: $text"; done < <(
    grep -rnE '#include *"(base|course|sandbox|toolchain|checks|judge|report|progress|cli)/' "app/$folder" --include='*.h' --include='*.cpp' || true)
done
while IFS=: read -r file line text; do complain "$file:$line: app/ may not include the command line: $text"; done < <(grep -rnE '#include *"cli/' app --include='*.h' --include='*.cpp' || true)
[ "$seen" -gt 50 ] || complain "only $seen includes were found: this test looks in the wrong place"
exit $bad
