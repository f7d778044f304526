#!/usr/bin/env bash
# as_user.sh BUILD cache|- PROGRAM [ARGS…]: runs BUILD/PROGRAM, or with @SCRIPT that script of this folder, as an ordinary
# user. The web engine gives up its own sandbox for root, so a test as root would not test what people run.
# As root: what the program needs is laid into a room of its own (the checkout may lie where others cannot look) and runs
# there under a uid that owns nothing else. `cache`: it needs the prepared compiler cache too.
# Screenshots end up in BUILD/screenshots.
set -euo pipefail
build=$(cd "$1" && pwd)
cache=$2
program=$3
shift 3
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shots=$build/screenshots
mkdir -p "$shots"
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}

if [ "$(id -u)" -ne 0 ]; then
  case $program in @*) run=$source/tests/app/${program#@} ;; *) run=$build/$program ;; esac
  ASSAY_BIN=$build/bin ASSAY_SCREENSHOTS=$shots ASSAY_CHANNEL=$source/app/web/CHANNEL.md exec "$run" "$@"
fi

room=$(mktemp -d "${TMPDIR:-/tmp}/assay-as-user.XXXXXX")
trap 'rm -rf "$room"' EXIT
user=$((20000 + $$ % 20000))
[ -z "${ASSAY_AS:-}" ] || user=$(id -u "$ASSAY_AS")  # one that has a name: a session bus asks for it
mkdir -p "$room"/{home/.cache/assay/go,run,shots,tmp,tests,grader/toolchain,build/bin,build/tests,build/share}
# What the user owns is made theirs now, while it is empty: what is laid in afterwards are links to the real files, and an
# owner that is changed through a link is changed there too.
chown -R "$user:$user" "$room"/home "$room/run" "$room/shots" "$room/tmp"
lay() { cp -al "$@" 2>/dev/null || cp -a "$@"; }  # nothing here writes to them: they stay root's
lay "$build"/bin/. "$room/build/bin/"
lay "$build"/share/. "$room/build/share/"
lay "$source"/resources "$source"/lessons "$source"/exercises "$room/"
lay "$source"/grader/toolchain/go "$room/grader/toolchain/"
lay "$source"/tests/app "$source"/app/web/CHANNEL.md "$room/tests/"
case $program in
  @*) run=$room/tests/app/${program#@} ;;
  *) run=$room/build/$program; [ -e "$run" ] || lay "$build/$program" "$run" ;;
esac
if [ "$cache" = cache ]; then
  prepared=${XDG_CACHE_HOME:-$HOME/.cache}/assay/go
  [ ! -d "$prepared" ] || lay "$prepared"/*/ "$prepared"/*.json "$room/home/.cache/assay/go/"
fi
chmod 755 "$room"
chmod 700 "$room/run"
status=0
cd "$room"
env -u XDG_DATA_HOME -u XDG_CACHE_HOME -u XDG_CONFIG_HOME HOME="$room/home" XDG_RUNTIME_DIR="$room/run" TMPDIR="$room/tmp" \
  ASSAY_BIN="$room/build/bin" ASSAY_SCREENSHOTS="$room/shots" ASSAY_CHANNEL="$room/tests/CHANNEL.md" \
  setpriv --reuid "$user" --regid "$user" --clear-groups "$run" "$@" || status=$?
cp "$room"/shots/*.png "$shots/" 2>/dev/null || true
exit $status
