#!/usr/bin/env bash
# The self-test on a C: of Wine's. Everything odd lies below /tmp, which is gone when this ends: a JVM in the POSIX locale
# can neither make nor delete such names.
set -euo pipefail
export EMULATOR_HOME=/tmp LC_ALL=C.UTF-8

wine() { bash "$CATALOG/emulators/wine.sh" "$@"; }

wine
place="Größe und mehr"
tree="$EMULATOR_HOME/windows/drive_c/$place/python"
mkdir "${tree%/*}"
cp -R "$DISTRIBUTION" "$tree"
chmod -R a-w "$tree"
contents() { (cd "$tree" && ls -lAR --time-style=full-iso | cksum); }
before=$(contents)

python="C:\\$place\\python\\python.exe"
version=$(wine "$python" -I -VV)
status=0
wine "$python" -I "$CATALOG/cpython/selftest/run.py" --expect "$BUILD/expectations.json" --report "$OUT/report.xml" \
  --gaps "$CATALOG/cpython/usertest/wine/gaps.toml" 2>&1 | tee "$BUILD/printed" || status=$?
[[ $(contents) == "$before" ]] || { echo "the tree was written to: $tree" >&2; exit 1; }
# The last line is what the build shows.
echo "${version//$'\r'} under $(wine --version): $(tail -n 1 "$BUILD/printed")"
exit "$status"
