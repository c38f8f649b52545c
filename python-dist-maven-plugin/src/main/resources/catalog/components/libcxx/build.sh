# Compiled already, for glibc 2.36.
install -d "$OUT$PREFIX/include/c++"
cp -R lib/llvm-19/include/c++/v1 "$OUT$PREFIX/include/c++/"
install_library lib/llvm-19/lib/libc++.a
library=$OUT$PREFIX/lib/libc++.a

# The one function that an older glibc lacks is replaced.
cp "$RECIPE/thread_atexit.c" .     # debug information names the place it is compiled at
"$CC" $CPPFLAGS $CFLAGS -c thread_atexit.c -o "$BUILD/thread_atexit.o"
"$AR" dD "$library" cxa_thread_atexit.cpp.o
"$AR" qcD "$library" "$BUILD/thread_atexit.o"
"$RANLIB" -D "$library"

# A shared object links even if nothing has a symbol, and then cannot be loaded. So what the library must have and lacks
# has to be in the sysroot.
lib=$SYSROOT/usr/lib/x86_64-linux-gnu
"$NM" --quiet -u "$library" | awk '$1 == "U" { print $2 }' | sort -u > "$BUILD/wanted"
{
  "$NM" --quiet --defined-only "$library" "$lib/libc_nonshared.a" "$SYSROOT"/usr/lib/gcc/*/*/libgcc.a "$SYSROOT"/usr/lib/gcc/*/*/libgcc_eh.a
  "$NM" -D --defined-only "$lib/libc.so.6" "$lib/libm.so.6" "$lib/libpthread.so.0" "$SYSROOT/lib64/ld-linux-x86-64.so.2"
  echo "0 T __dso_handle"     # of crtbeginS.o
} | awk 'NF == 3 { sub(/@.*/, "", $3); print $3 }' | sort -u > "$BUILD/there"
missing=$(comm -23 "$BUILD/wanted" "$BUILD/there")
[ -z "$missing" ] || { echo "libc++ needs what the sysroot does not have: $missing" >&2; exit 1; }
