#!/usr/bin/env bash
# Builds against the distribution with the tools of the system, which has a Python of its own.
set -euo pipefail

exec "$DISTRIBUTION/bin/python$SERIES" -I "$CATALOG/cpython/selftest/run.py" --cc cc \
  --tests "$CATALOG/cpython/usertest/developer" --expect "$BUILD/expectations.json" --report "$OUT/report.xml"
