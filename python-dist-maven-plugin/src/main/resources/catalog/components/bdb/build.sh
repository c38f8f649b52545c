# Built for dbm.ndbm alone: no C++, no replication, no server. The mutex is the portable one of POSIX threads, because
# assembly exists for some processors only and the file format does not depend on it.
# The tests of configure are in the C of 1990; clang made that an error.
# Some bundles of the source lack the ndbm interface. CPython's own check then finds _dbm missing; here it is no error.
ndbm=
[ ! -e lang/dbm/dbm.c ] || ndbm=--enable-dbm
mkdir -p build_unix
cd build_unix
CFLAGS="$CFLAGS -Wno-deprecated-non-prototype -Wno-implicit-int -Wno-implicit-function-declaration" \
  ac_cv_func_pthread_yield=no sh ../dist/configure \
  --build="$BUILD_TRIPLE" --host="$HOST_TRIPLE" --prefix="$PREFIX" --libdir="$PREFIX/lib" \
  --enable-static --disable-shared $ndbm --disable-replication --with-mutex=POSIX/pthreads
make_all library_build
make_install install_lib install_include
# The same library is installed a second time under a name with its version.
rm -f "$OUT$PREFIX"/lib/libdb-*.a
