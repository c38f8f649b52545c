# What differs from ../build.sh is said of the system alone: it is Windows' own layer of SQLite that is compiled.
if [ ! -e sqlite3.c ]; then
  # configure is asked only for a make file that can make the amalgamation; generators run here, not on the target.
  CC=$CC_FOR_BUILD BUILD_CC=$CC_FOR_BUILD BUILD_CFLAGS=-O1 CFLAGS= LDFLAGS= \
    ./configure --disable-tcl --disable-readline
  make sqlite3.c sqlite3.h sqlite3ext.h
fi
# What the UCRT has; then what Python users expect to find, the same as on other systems.
$CC $CPPFLAGS $CFLAGS -c sqlite3.c -o sqlite3.o \
  -DSQLITE_THREADSAFE=1 -DHAVE_LOCALTIME_S=1 -DHAVE_ISNAN=1 -DHAVE_STDINT_H=1 -DHAVE_INTTYPES_H=1 \
  -DSQLITE_ENABLE_FTS3 -DSQLITE_ENABLE_FTS3_PARENTHESIS -DSQLITE_ENABLE_FTS4 -DSQLITE_ENABLE_FTS5 \
  -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_GEOPOLY -DSQLITE_ENABLE_MATH_FUNCTIONS \
  -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_ENABLE_DBPAGE_VTAB
"$AR" Dcrs libsqlite3.a sqlite3.o
install_header sqlite3.h sqlite3ext.h
install_library libsqlite3.a
write_pc sqlite3 "SQL database engine" -lsqlite3
