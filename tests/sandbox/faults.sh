#!/usr/bin/env bash
# Kind 50: what goes wrong with us is internal_error, exit 3, nothing charged to the learner, and the next run works.
# faults.sh BIN SOURCE
set -uo pipefail
bin=$1 source=$2
work=$(mktemp -d) || exit 1
cache=${XDG_CACHE_HOME:-$HOME/.cache}
bad=0
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
good=$source/tests/sandbox/course/exercises/p/sum/solution

# grade NAME EXIT TEXT [VARIABLE=VALUE…]: grades the good submission and looks at exit code and report.
grade() {
  local name=$1 code=$2 text=$3; shift 3
  env "$@" "${assay:-$bin/assay}" grade sum "$good" --course "$source/tests/sandbox/course" --data "$work/data" --json --isolation "${level:-full}" >"$work/out" 2>"$work/err"
  local got=$?
  if [ $got -ne "$code" ]; then echo "BAD  $name: exit $got, right is $code"; head -c 600 "$work/err" "$work/out"; bad=1; return; fi
  if [ "$code" -eq 3 ] && ! grep -q '"verdict": "internal_error"' "$work/out"; then echo "BAD  $name: no report of an internal_error"; bad=1; return; fi
  if ! cat "$work/out" "$work/err" | grep -q -- "$text"; then echo "BAD  $name: it does not say '$text'"; head -c 600 "$work/err" "$work/out"; bad=1; return; fi
  echo "ok   $name"
}

# Commands that hide one program from PATH.
path_without() {
  local folder="$work/path-without-$1" place program
  mkdir -p "$folder"
  IFS=: read -ra places <<<"$PATH"
  for place in "${places[@]}"; do
    for program in go sh env bwrap gcc; do
      [ "$program" != "$1" ] && [ -x "$place/$program" ] && [ ! -e "$folder/$program" ] && ln -s "$place/$program" "$folder/$program"
    done
  done
  echo "$folder"
}

grade "nothing is wrong" 0 '"verdict": "passed"'
grade "no bubblewrap" 3 "apt-get install bubblewrap" PATH="$(path_without bwrap)"
level=reduced grade "no bubblewrap, level reduced" 0 '"verdict": "passed"' PATH="$(path_without bwrap)"

# bubblewrap that fails at some point of its way.
mkdir -p "$work/fake"
for fault in 'kill -9 $$' 'exit 0' 'exit 1' 'echo "bwrap: No permissions to create new namespace" >&2; exit 1' 'exec /bin/true'; do
  printf '#!/bin/sh\n%s\n' "$fault" >"$work/fake/bwrap"
  chmod 755 "$work/fake" "$work/fake/bwrap" "$work"
  grade "bubblewrap: $fault" 3 'sandbox' PATH="$work/fake:$PATH"
done

# The programs beside each other, without the launcher, or with another one.
mkdir -p "$work/bin"
cp "$bin/assay" "$work/bin/"
assay=$work/bin/assay grade "no launcher" 3 "launcher" ASSAY_RESOURCES="$source/resources"
printf '#!/bin/sh\nexit 0\n' >"$work/bin/assay-launcher"; chmod 755 "$work/bin/assay-launcher"
assay=$work/bin/assay grade "a launcher that does nothing" 3 "sandbox" ASSAY_RESOURCES="$source/resources"

# A cache that is damaged heals, one that cannot be written where it has to be says so.
mkdir -p "$work/none"
grade "no compiler on PATH" 3 "Go" PATH="$(path_without go)" XDG_CACHE_HOME="$work/none"
if [ "$(id -u)" -ne 0 ]; then
  mkdir -p "$work/closed"; chmod 500 "$work/closed"
  grade "a cache that cannot be written" 3 "cache" XDG_CACHE_HOME="$work/closed"
fi

# A grader that is killed leaves no process behind, and the next one sweeps its folders.
printf 'package sum\n\nfunc Sum(numbers []int) int {\n\tfor {\n\t}\n}\n' >"$work/sum.go"
"$bin/assay" grade sum "$work/sum.go" --course "$source/tests/sandbox/course" --data "$work/data" --json >/dev/null 2>&1 &
grader=$!
sleep 1.2
children=$(cat "/proc/$grader/task/$grader/children" 2>/dev/null)
kill -9 $grader; wait $grader 2>/dev/null
for _ in $(seq 50); do
  left=; for child in $children; do [ -e "/proc/$child" ] && left="$left $child"; done
  [ -z "$left" ] && break; sleep 0.1
done
if [ -n "$left" ]; then echo "BAD  a killed grader leaves processes:$left"; bad=1; else echo "ok   a killed grader leaves no process"; fi
grade "the next one works" 0 '"verdict": "passed"'
exit $bad
