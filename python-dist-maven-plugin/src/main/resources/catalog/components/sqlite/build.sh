# One translation unit: upstream's "autoconf" archive has sqlite3.c ready, the full source makes it with Tcl.
if [ ! -e sqlite3.c ]; then
  # configure is asked only for a make file that can make the amalgamation; generators run here, not on the target.
  BUILD_CC=$CC_FOR_BUILD CC_FOR_BUILD=$CC_FOR_BUILD BUILD_CFLAGS=-O1 ./configure --disable-tcl --disable-readline
  make sqlite3.c sqlite3.h sqlite3ext.h
fi
# What the target's C library has (glibc, musl), instead of configure's probing; then what Python users expect to find.
$CC $CPPFLAGS $CFLAGS -c sqlite3.c -o sqlite3.o \
  -DSQLITE_THREADSAFE=1 -DHAVE_USLEEP=1 -DHAVE_FDATASYNC=1 -DHAVE_LOCALTIME_R=1 -DHAVE_GMTIME_R=1 -DHAVE_STRERROR_R=1 \
  -DHAVE_ISNAN=1 -DHAVE_MALLOC_USABLE_SIZE=1 -DHAVE_MALLOC_H=1 -DHAVE_STDINT_H=1 -DHAVE_INTTYPES_H=1 \
  -DSQLITE_ENABLE_FTS3 -DSQLITE_ENABLE_FTS3_PARENTHESIS -DSQLITE_ENABLE_FTS4 -DSQLITE_ENABLE_FTS5 \
  -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_GEOPOLY -DSQLITE_ENABLE_MATH_FUNCTIONS \
  -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_ENABLE_DBPAGE_VTAB
"$AR" Dcrs libsqlite3.a sqlite3.o
install_header sqlite3.h sqlite3ext.h
install_library libsqlite3.a
write_pc sqlite3 "SQL database engine" -lsqlite3 "-lm -ldl -pthread"
