#!/usr/bin/env bash
# Kind 50: what goes wrong with us is internal_error, exit 3, nothing charged to the learner, and the next run works.
# faults.sh BIN SOURCE    (the programs fault_tool and libjumping_clock.so lie in BIN/../tests)
set -uo pipefail
bin=$1 source=$2
tools=$(cd "$bin/../tests" && pwd) || exit 1
work=$(mktemp -d) || exit 1
cache=${XDG_CACHE_HOME:-$HOME/.cache}
bad=0
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
good=$source/tests/sandbox/course/exercises/p/sum/solution

# grade NAME EXIT TEXT [VARIABLE=VALUE…]: grades the good submission and looks at exit code and report.
grade() {
  local name=$1 code=$2 text=$3; shift 3
  env "$@" ${before:-} "${assay:-$bin/assay}" grade sum "$good" --course "$source/tests/sandbox/course" --data "$work/data" --json --isolation "${level:-full}" >"$work/out" 2>"$work/err"
  local got=$?
  if [ $got -ne "$code" ]; then echo "BAD  $name: exit $got, right is $code"; head -c 600 "$work/err" "$work/out"; bad=1; return; fi
  if [ "$code" -eq 3 ] && ! grep -q '"verdict": "internal_error"' "$work/out"; then echo "BAD  $name: no report of an internal_error"; bad=1; return; fi
  if ! grep -q -- "$text" "$work/out" "$work/err"; then echo "BAD  $name: it does not say '$text'"; head -c 600 "$work/err" "$work/out"; bad=1; return; fi
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

# No system call filter: nothing runs without one.
before="$tools/fault_tool no-seccomp" grade "no system call filter can be loaded" 3 "sandbox"
grade "the next one works" 0 '"verdict": "passed"'

# The wall clock jumps with each look: limits and times go by the steady one.
before="env LD_PRELOAD=$tools/libjumping_clock.so" grade "a clock that jumps" 0 '"verdict": "passed"'
if grep -Eq '"(wall_ms|duration_ms|cpu_ms)": (-|[0-9]{6})' "$work/out"; then echo "BAD  a clock that jumps: times are wrong"; bad=1; fi

# A compiler or a helper that somebody kills. They are quick: of ten tries the killer has to be in time once.
for victim in assay-go compile link-early; do
  for _ in $(seq 10); do
    "$tools/fault_tool" kill "$victim" "$bin/assay" grade sum "$good" --course "$source/tests/sandbox/course" --data "$work/data" --json >"$work/out" 2>"$work/err"
    got=$?
    [ $got -eq 99 ] || break
  done
  if [ $got -eq 99 ]; then echo "BAD  killed $victim: it was never met"; bad=1
  elif [ $got -ne 3 ] && [ $got -ne 0 ]; then echo "BAD  killed $victim: exit $got, right is 3"; head -c 600 "$work/err" "$work/out"; bad=1
  elif [ $got -eq 3 ] && ! grep -q '"verdict": "internal_error"' "$work/out"; then echo "BAD  killed $victim: no report of an internal_error"; bad=1
  else echo "ok   killed $victim: exit $got"; fi
done
grade "the next one works" 0 '"verdict": "passed"'

# A cache of our own, to be damaged: links to the prepared one, but for what is damaged.
key=$(sed -n 's/.*"key": "\(.*\)".*/\1/p' "$(ls -t "$cache"/assay/go/command-*.json | head -1)")
own=$work/cache/assay/go
fresh() { rm -rf "$work/cache"; mkdir -p "$own"; cp -al "$cache/assay/go/$key" "$own/" 2>/dev/null || cp -a "$cache/assay/go/$key" "$own/"; cp "$cache"/assay/go/command-*.json "$own/"; }
damage() {  # FILE COMMAND: the file is made our own first
  cp -a "$own/$key/$1" "$work/damaged"; rm -f "$own/$key/$1"; chmod u+w "$work/damaged"; (cd "$work" && eval "$2"); mv "$work/damaged" "$own/$key/$1"
}
flip='printf "\\377\\000\\377\\000\\377\\000\\377\\000" | dd of=damaged bs=1 seek=$(($(stat -c %s damaged) / 2)) conv=notrunc status=none'
archive=$(cd "$own/.." 2>/dev/null; cd "$cache/assay/go/$key" && find . -name 'fmt.a' -o -name 'errors.a' | sort | head -1)
for what in "bin/assay-go" "${archive:-bin/link}"; do
  fresh
  damage "$what" "$flip"
  grade "bits flipped in the cache's $what" 0 '"verdict": "passed"' XDG_CACHE_HOME="$work/cache"
done
fresh
damage bin/link 'truncate -s 1000 damaged'
grade "a file of the cache cut short" 0 '"verdict": "passed"' XDG_CACHE_HOME="$work/cache"
rm -rf "$work/cache"

# Disks that are full, and control groups that cannot be written: in a mount namespace of our own.
if [ "$(id -u)" -eq 0 ] && unshare -m true 2>/dev/null; then
  mkdir -p "$work/small" "$work/nothing"
  full() { echo "mount -t tmpfs -o size=64k tmpfs $1 && head -c 100k /dev/zero >$1/fill 2>/dev/null;"; }
  inside() { printf '#!/bin/bash\n%s exec "$@"\n' "$1" >"$work/inside"; chmod 755 "$work/inside"; echo "unshare -m $work/inside"; }
  before=$(inside "$(full "$work/small")") grade "a full disk for the cache" 3 "space" XDG_CACHE_HOME="$work/small"
  before=$(inside "$(full /dev/shm) $(full "$work/small")") grade "full disks for temporary files, but for /tmp" 0 '"verdict": "passed"' TMPDIR="$work/small"
  # What lies in /tmp itself stays within reach; the folder above before one within it.
  keep="exec 5<$source 6<$(dirname "$tools") 7<$work; mount -t tmpfs -o size=64k tmpfs /tmp;"
  keep="$keep fd=5; for place in $source $(dirname "$tools") $work; do [ -d \$place ] || { mkdir -p \$place && mount -c --bind /proc/self/fd/\$fd \$place; }; fd=\$((fd + 1)); done;"
  before=$(inside "$(full /dev/shm) $keep $(full "$work/small") head -c 100k /dev/zero >/tmp/fill 2>/dev/null;") \
    grade "full disks for temporary files" 3 "space" TMPDIR="$work/small"
  before=$(inside "mkdir -p $work/data; $(full "$work/data")") grade "a full disk for the log" 0 '"verdict": "passed"'
  before=$(inside "for g in /sys/fs/cgroup /sys/fs/cgroup/*/; do mount --bind -o ro \$g \$g 2>/dev/null; mount -o remount,bind,ro \$g 2>/dev/null; done;") \
    grade "control groups that cannot be written" 0 "resource limit"
  grade "the next one works" 0 '"verdict": "passed"'
fi

# A grader that is killed leaves no process behind, and the next one sweeps its folders. What has ended and is only not yet
# waited for (some containers have no init that does it) is none.
running() { [ -e "/proc/$1" ] && ! grep -qs '^State:.Z' "/proc/$1/status"; }
printf 'package sum\n\nfunc Sum(numbers []int) int {\n\tfor {\n\t}\n}\n' >"$work/sum.go"
"$bin/assay" grade sum "$work/sum.go" --course "$source/tests/sandbox/course" --data "$work/data" --json >/dev/null 2>&1 &
grader=$!
sleep 1.2
children=$(cat "/proc/$grader/task/$grader/children" 2>/dev/null)
kill -9 $grader; wait $grader 2>/dev/null
for _ in $(seq 50); do
  left=; for child in $children; do running "$child" && left="$left $child"; done
  [ -z "$left" ] && break; sleep 0.1
done
if [ -n "$left" ]; then echo "BAD  a killed grader leaves processes:$left"; bad=1; else echo "ok   a killed grader leaves no process"; fi
grade "the next one works" 0 '"verdict": "passed"'
exit $bad
