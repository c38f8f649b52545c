#!/usr/bin/env bash
# The self-test, straight from the read-only distribution. It skips what needs a compiler, and says so.
set -euo pipefail

exec "$DISTRIBUTION/bin/python$SERIES" -I "$CATALOG/cpython/selftest/run.py" \
  --expect "$BUILD/expectations.json" --report "$OUT/report.xml"
