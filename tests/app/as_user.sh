#!/usr/bin/env bash
# as_user.sh BUILD cache|- PROGRAM [ARGS…]: runs BUILD/PROGRAM as an ordinary user. The web engine gives up its own sandbox
# for root, so a test as root would not test what people run. As root: what the program needs is laid into a folder of its
# own (the checkout may lie where others cannot look), and it runs there under a uid that owns nothing else.
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
  ASSAY_BIN=$build/bin ASSAY_SCREENSHOTS=$shots ASSAY_WEB=$build/share/assay/web exec "$build/$program" "$@"
fi

room=$(mktemp -d "${TMPDIR:-/tmp}/assay-as-user.XXXXXX")
trap 'rm -rf "$room"' EXIT
copy() { cp -al "$@" 2>/dev/null || cp -a "$@"; }  # links where they can be: nothing here writes to them
mkdir -p "$room"/build/{bin,tests,share} "$room"/{home/.cache/assay,run,shots,tests}
copy "$build"/bin/. "$room/build/bin/"
copy "$build"/share/. "$room/build/share/"
copy "$source"/resources "$source"/lessons "$source"/exercises "$room/"
[ -e "$room/build/$program" ] || copy "$build/$program" "$room/build/$program"
copy "$source"/tests/app "$room/tests/"
if [ "$cache" = cache ]; then
  prepared=${XDG_CACHE_HOME:-$HOME/.cache}/assay/go
  newest=$(ls -dt "$prepared"/*/ 2>/dev/null | head -1 || true)
  mkdir -p "$room/home/.cache/assay/go"
  [ -z "$newest" ] || copy "${newest%/}" "$room/home/.cache/assay/go/"
  cp -a "$prepared"/*.json "$room/home/.cache/assay/go/" 2>/dev/null || true
fi
chmod 755 "$room" "$room"/build "$room"/build/*
user=$((20000 + $$ % 20000))
chown -R "$user:$user" "$room"/home "$room/run" "$room/shots"
chmod 700 "$room/run"
status=0
cd "$room"
env -u XDG_DATA_HOME -u XDG_CACHE_HOME -u XDG_CONFIG_HOME HOME="$room/home" XDG_RUNTIME_DIR="$room/run" TMPDIR=/tmp \
  ASSAY_BIN="$room/build/bin" ASSAY_SCREENSHOTS="$room/shots" \
  setpriv --reuid "$user" --regid "$user" --clear-groups "$room/build/$program" "$@" || status=$?
cp "$room"/shots/*.png "$shots/" 2>/dev/null || true
exit $status
