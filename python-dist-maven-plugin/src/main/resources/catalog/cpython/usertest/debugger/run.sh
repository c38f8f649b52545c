#!/usr/bin/env bash
# gdb with no configuration but its own.
set -euo pipefail

exec "$DISTRIBUTION/bin/python$SERIES" -I "$CATALOG/cpython/selftest/run.py" --cc cc \
  --tests "$CATALOG/cpython/usertest/debugger" --expect "$BUILD/expectations.json" --report "$OUT/report.xml"
