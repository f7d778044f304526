#!/usr/bin/env bash
# Starts the app with a debugging port that only this test asks for, and drives its pages (pages.mjs). Run by as_user.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=$(mktemp -d)
port=$((20000 + $$ % 20000))
ASSAY_TEST_DEBUG_PORT=$port "$ASSAY_BIN/assay-app" --data "$data" 2>"$data/stderr" &
app=$!
trap 'kill $app 2>/dev/null || true; wait $app 2>/dev/null || true; rm -rf "$data"' EXIT
node "$here/pages.mjs" "$port" "${ASSAY_SCREENSHOTS:-}" || { cat "$data/stderr" >&2; exit 1; }
