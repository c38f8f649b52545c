# No configure and no pkg-config file; the make file hard-codes a compiler and flags. Large files need saying.
make_all libbz2.a CC="$CC" AR="$AR" RANLIB="$RANLIB" CFLAGS="$CFLAGS $CPPFLAGS -D_FILE_OFFSET_BITS=64"
install_header bzlib.h
install_library libbz2.a
# CPython looks for a module of this name, as several distributions ship it.
write_pc bzip2 "Lossless, block-sorting data compression" -lbz2
