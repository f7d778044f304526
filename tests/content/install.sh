#!/usr/bin/env bash
# install.sh BUILD: installs into a folder of its own and uses what is there, with the checkout out of sight: the programs find
# the course, their resources and each other; the desktop's files are well-formed.
set -euo pipefail
build=$(cd "$1" && pwd)
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
room=$(mktemp -d /var/tmp/assay-install.XXXXXX)
trap 'rm -rf "$room"' EXIT
prefix="$room/a prefix"
bad=0
complain() { echo "$1"; bad=1; }

cmake --install "$build" --prefix "$prefix" >"$room/log" || { cat "$room/log"; exit 1; }
leak=$(grep -rlIF "$source" "$prefix/share" || true)
[ -z "$leak" ] || complain "names the checkout: $leak"
[ -z "$(find "$prefix" -name '*_test.go' -path '*/share/assay/go/*' -print -quit)" ] || complain "tests of the helper are installed"

# The checkout is hidden, so that nothing of it can be found by chance; the user's own caches stay.
hide=(bwrap --dev-bind / / --tmpfs "$source")
case "$room/ $HOME/" in "$source"/*) hide=() ;; esac
"${hide[@]}" true 2>/dev/null || { echo "note: the checkout could not be hidden here"; hide=(); }
export XDG_DATA_HOME="$room/data"
cd "$room"
run() { "${hide[@]}" "$@"; }

run "$prefix/bin/assay" --version >/dev/null || complain "assay does not start"
"$prefix/bin/assay" pack --quiet --out "$room/all.assay" || complain "the installed course has faults"
cp -r "$prefix/share/assay/course/exercises/warm-up/hello-check/solution" "$room/work"
run "$prefix/bin/assay" grade hello-check "$room/work" >"$room/out" 2>&1 || { cat "$room/out"; complain "the installed assay does not grade"; }
grep -q 'Passed\|passed' "$room/out" || complain "no pass: $(cat "$room/out")"

if [ -x "$prefix/bin/assay-app" ]; then
  QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$room" timeout 60 "${hide[@]}" "$prefix/bin/assay-app" --measure-start --data "$room/data" >"$room/out" 2>&1 || true
  grep -q '^shown ' "$room/out" || { cat "$room/out"; complain "the installed app shows no page"; }
  desktop=$prefix/share/applications/assay.desktop
  grep -q '^MimeType=.*x-scheme-handler/assay;.*application/x-assay-course;' "$desktop" || complain "the desktop entry does not take links and packed courses"
  ! command -v desktop-file-validate >/dev/null || desktop-file-validate "$desktop" || complain "the desktop entry is not valid"
  if command -v update-mime-database >/dev/null; then
    update-mime-database "$prefix/share/mime"
    grep -q 'application/x-assay-course:\*\.assay' "$prefix/share/mime/globs2" || complain "*.assay has no type"
  fi
  [ -s "$prefix/share/icons/hicolor/scalable/apps/assay.svg" ] || complain "there is no icon"
  "$prefix/bin/assay" open --register >/dev/null || complain "it cannot be put into the menu"
  grep -qF "Exec=\"$prefix/bin/assay-app\" %u" "$room/data/applications/assay.desktop" || complain "the menu does not start the installed app"
  "$prefix/bin/assay" open --unregister >/dev/null && [ ! -e "$room/data/applications/assay.desktop" ] || complain "it stays in the menu"
fi
exit $bad
