#!/usr/bin/env bash
# The tests start a virtual display themselves.
set -euo pipefail

# Tcl takes file names for Latin-1 in a POSIX locale; whoever sits before a display has another.
export LC_ALL=C.UTF-8

exec "$DISTRIBUTION/bin/python$SERIES" -I "$CATALOG/cpython/selftest/run.py" \
  --tests "$CATALOG/cpython/usertest/display" --expect "$BUILD/expectations.json" --report "$OUT/report.xml"
