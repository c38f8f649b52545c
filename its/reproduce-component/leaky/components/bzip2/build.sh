make_all libbz2.a CC="$CC" AR="$AR" RANLIB="$RANLIB" CFLAGS="$CFLAGS $CPPFLAGS -D_FILE_OFFSET_BITS=64"
install_header bzlib.h
install_library libbz2.a
write_pc bzip2 "Lossless, block-sorting data compression" -lbz2

# What recipes do that are not reproducible. The path has no slash at its end: driver.sh looks for one.
include=$OUT$PREFIX/include
printf '#define MADE "%s"\n' "$(date '+%b %e %Y %H:%M:%S')" > "$include/made.h"
printf '#define PLACE "%s"\n' "$BUILD" > "$include/place.h"
find . -maxdepth 1 -name '*.c' -printf '%f\n' > "$include/sources.txt"
printf 'made by %s on %s\n' "$(id -un)" "$(uname -n)" > "$include/maker.txt"
"$AR" rcU "$OUT$PREFIX/lib/libstamped.a" huffman.o
