#!/usr/bin/env bash
# Tests of assay-go with the toolchain that grading uses: the one on PATH where it is 1.26, else the pinned one.
set -euo pipefail
cd "$1"
case $(GOTOOLCHAIN=local go env GOVERSION) in go1.26 | go1.26.*) export GOTOOLCHAIN=local ;; *) export GOTOOLCHAIN=go1.26.8 ;; esac
export GOFLAGS= GOWORK=off
gofmt_bin=$(go env GOROOT)/bin/gofmt
unformatted=$("$gofmt_bin" -l . ../harness ../overlay | grep -v testdata || true)
[ -z "$unformatted" ] || { echo "not formatted: $unformatted"; exit 1; }
go vet ./...
go test ./...
