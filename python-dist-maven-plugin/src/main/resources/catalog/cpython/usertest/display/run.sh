#!/usr/bin/env bash
# The tests start a virtual display themselves.
set -euo pipefail

exec "$DISTRIBUTION/bin/python$SERIES" -I "$CATALOG/cpython/selftest/run.py" \
  --tests "$CATALOG/cpython/usertest/display" --expect "$BUILD/expectations.json" --report "$OUT/report.xml"
