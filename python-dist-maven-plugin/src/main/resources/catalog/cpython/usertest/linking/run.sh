#!/usr/bin/env bash
# A developer's gcc, and the full archive.
set -euo pipefail

exec "$DISTRIBUTION/bin/python$SERIES" -I "$CATALOG/cpython/selftest/run.py" --cc cc \
  --tests "$CATALOG/cpython/usertest/linking" --expect "$BUILD/expectations.json" --report "$OUT/report.xml"
