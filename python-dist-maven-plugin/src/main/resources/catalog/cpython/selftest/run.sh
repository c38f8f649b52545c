#!/usr/bin/env bash
# Moves the tree in $BUILD/tree to a place with spaces and letters beyond ASCII in its path, and runs the self-test with
# the interpreter there. The odd path is made here, because a JVM in the POSIX locale can neither make nor delete it;
# for the same reason it is gone again when this ends.
set -euo pipefail

place="$BUILD/moved here, spaces ünd Umlauts"
mkdir "$place"
mv "$BUILD/tree" "$place/python"
status=0
"$place/python/bin/python$SERIES" -I "$CATALOG/cpython/selftest/run.py" \
  --expect "$BUILD/expectations.json" --report "$OUT/report.xml" --cc "$CC" || status=$?
mv "$place/python" "$BUILD/tree"
rmdir "$place"
exit "$status"
