# A CPython for the build itself, where the target's does not run on the machine that builds: of the same source, with the
# same patches, but without components other than zlib. It freezes modules, compiles bytecode and runs pip. Below
# $PREFIX/build-python: bin/python3, lib/ and the frozen modules as headers, which are the same for every target.
set -euo pipefail
umask 022
series=${VERSION%.*}
install=$OUT$PREFIX/build-python

cd "$SRC"
for patch in ${PATCHES:-}; do
  patch -p1 -F0 --no-backup-if-mismatch < "$RECIPE/patches/$patch"
done
# Of its own speed only the time to compile it matters.
env MODULE_BUILDTYPE=static OPT=-O1 CFLAGS= CPPFLAGS="-I$DEPS/include" LDFLAGS="-L$DEPS/lib" \
  sh ./configure --build="$BUILD_TRIPLE" --prefix="$PREFIX/build-python" --disable-shared --disable-test-modules \
    --with-ensurepip=no > "$BUILD/configure.log" 2>&1
make -j"$JOBS" > "$BUILD/make.log" 2>&1 || { tail -n 30 "$BUILD/make.log" >&2; exit 1; }

mkdir -p "$install/bin" "$install/lib/python$series/lib-dynload" "$install/frozen_modules"
cp python "$install/bin/python3"
"$STRIP" --strip-all "$install/bin/python3"
cp -R Lib/. "$install/lib/python$series/"
rm -rf "$install/lib/python$series"/{test,idlelib,turtledemo}
find "$install" -name __pycache__ -prune -exec rm -rf {} +
cp Python/frozen_modules/*.h "$install/frozen_modules/"
cp "$(cat pybuilddir.txt)"/_sysconfigdata*.py "$install/lib/python$series/"
find "$OUT" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
"$install/bin/python3" -I -c 'import binascii, hashlib, zipfile, zlib'
