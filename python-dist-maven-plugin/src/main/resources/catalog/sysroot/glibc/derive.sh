# Makes, from a sysroot, another whose C library ends at an older version: programs linked against it run on every
# system from that version on, and use no more than it has.
#
# Given: SYSROOT (read-only), OUT (empty), BUILD (scratch), CATALOG, TOOLCHAIN, TARGET, CLANG_TARGET, LIBC_VERSION (what
# the sysroot has), LIBC_FLOOR (what the result shall have), CC AR READELF LD.
#
# 1. Every shared library becomes a stub with the same symbols up to the floor (stub.pl). Nothing runs in a sysroot.
# 2. The headers still declare what came later, and programs test for a part of it when they are configured, or have
#    fallbacks that clash with the declarations. So what is worth having comes as hidden functions in
#    libc_nonshared.a, which every program is linked with: shim/<version that brought it>/<name>.c. A floor takes those
#    of later versions, and a program only what it calls. Wanted: another file there, nothing else.
set -euo pipefail
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
libraries=$OUT/usr/lib/$TARGET

fail() { printf 'sysroot: %s\n' "$1" >&2; exit 1; }
# is_newer A B: whether version A comes after B.
is_newer() { [[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort -V | tail -n 1) == "$1" ]]; }
newest_version() { "$READELF" -W -V "$1" | sed -n 's/.*Index: .*Name: GLIBC_\([0-9.]*\)$/\1/p' | sort -V | tail -n 1; }

cp -a "$SYSROOT/." "$OUT/"
[[ -e $libraries/libc.so.6 ]] || fail "no C library at usr/lib/$TARGET/libc.so.6"
# Not every version of glibc adds symbols to libc; the program loader's file name tells it in any case.
for loader in "$libraries"/ld-[0-9]*.so; do
  [[ ! -e $loader || $loader == */ld-$LIBC_VERSION.so ]] ||
    fail "the lock says libc-version $LIBC_VERSION, but it brings ${loader##*/}"
done

cd "$BUILD"
for library in "$libraries"/*.so*; do
  [[ -f $library && ! -L $library ]] || continue
  [[ $(head -c 4 "$library") == $'\x7fELF' ]] || continue
  soname=$("$READELF" -d "$library" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
  [[ -n $soname ]] || continue      # to be preloaded, not to be linked
  mode=$(stat -c %a "$library")
  perl "$here/stub.pl" "$library" "$LIBC_FLOOR" stub.s stub.map
  "$CC" -c stub.s -o stub.o
  rm "$library"
  versions=()
  [[ ! -s stub.map ]] || versions=(--version-script stub.map)
  "$LD" -shared --strip-all --build-id=none --hash-style=gnu -z noexecstack --soname "$soname" "${versions[@]}" \
    -o "$library" stub.o
  chmod "$mode" "$library"
  newest=$(newest_version "$library")
  if [[ -n $newest ]] && is_newer "$newest" "$LIBC_FLOOR"; then
    fail "${library##*/} still has GLIBC_$newest"
  fi
done

objects=()
for folder in "$here"/shim/*/; do
  version=$(basename "$folder")
  if is_newer "$version" "$LIBC_FLOOR" && ! is_newer "$version" "$LIBC_VERSION"; then
    cd "$folder"      # an object remembers its source's name as it was given
    for source in *.c; do
      object=$BUILD/shim-${source%.c}.o
      # PIC, because it goes into shared libraries too.
      "$CC" -D_GNU_SOURCE -std=c11 -O2 -g0 -fPIC -fvisibility=hidden -Wall -Wextra -Werror -c "$source" -o "$object"
      objects+=("$object")
      printf 'glibc %s and later: %s\n' "$version" "${source%.c}"
    done
  fi
done
if ((${#objects[@]})); then
  "$AR" qcD "$libraries/libc_nonshared.a" "${objects[@]}"
fi

# A program that stands and falls with all this: data of the library, the shim, the names that headers redirect.
cd "$BUILD"
cat > probe.c <<'C'
#define _GNU_SOURCE
#define _FILE_OFFSET_BITS 64
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>
int main(int count, char **arguments) {
  fcntl(0, F_GETFD);
  copy_file_range(0, NULL, 1, NULL, 1, 0);
  return fprintf(stdout, "%g %p", pow(count, 1.5 * count), (void *)environ) < 0;
}
C
SYSROOT=$OUT "$CC" -O2 probe.c -lm -o probe
newest=$("$READELF" -W -V probe | sed -n 's/.*Name: GLIBC_\([0-9.]*\) .*/\1/p' | sort -V | tail -n 1)
! is_newer "$newest" "$LIBC_FLOOR" || fail "a linked program needs GLIBC_$newest"
