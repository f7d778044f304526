#!/usr/bin/env bash
# good_submissions.sh BIN SOURCE N [BUSY]: grades the solution of every exercise of the course N times, two at once, with BUSY
# (2) programs that keep processors busy, and demands `passed` each time.
set -uo pipefail
bin=$(cd "$1" && pwd) source=$(cd "$2" && pwd) times=$3 busy=${4:-2}
work=$(mktemp -d) || exit 1
burners=()
trap 'for pid in "${burners[@]}"; do kill "$pid" 2>/dev/null; done; rm -rf "$work"' EXIT
for _ in $(seq "$busy"); do
  (while :; do :; done) &
  burners+=($!)
done

one() {  # SOLUTION ROUND
  local exercise code
  exercise=$(basename "$(dirname "$1")")
  "$bin/assay" grade "$exercise" "$1" --course "$source" --data "$work/data" >"$work/$exercise-$2" 2>&1
  code=$?
  [ $code -eq 0 ] && { echo ok; return; }
  echo "BAD $exercise, round $2: exit $code"
  head -12 "$work/$exercise-$2"
}
export -f one
export bin source work
for round in $(seq "$times"); do
  for solution in "$source"/exercises/*/*/solution; do printf '%s\0%s\0' "$solution" "$round"; done
done | xargs -0 -P2 -n2 bash -c 'one "$@"' one >"$work/all"
grep -v '^ok$' "$work/all"
good=$(grep -c '^ok$' "$work/all")
wanted=$((times * $(ls -d "$source"/exercises/*/*/solution | wc -l)))
echo "$good of $wanted good submissions passed ($times rounds, $busy programs keeping processors busy)"
[ "$good" -eq "$wanted" ]
