# Makes what a second build runs with, into $OUT: vary.so, and in locale/ a locale that orders letters, writes numbers
# and names months otherwise. It runs under the usual conditions.
# Given: OUT (empty), BUILD (scratch), CATALOG, SYSROOT, CLANG_TARGET, and where there are any LOCALES, the sources of
# glibc's locales, and LOCALE, the name of one of them.
set -euo pipefail

"$CATALOG/toolchain/clang-for-build" -O2 -Wall -Wextra -Werror -shared -fPIC -fvisibility=hidden \
  "$CATALOG/reproduce/vary.c" -ldl -lpthread -o "$OUT/vary.so"

mkdir "$OUT/locale"
if [[ ${LOCALES:-} ]] && command -v localedef > "$BUILD/localedef"; then
  I18NPATH=$LOCALES localedef --quiet -i "${LOCALE%.*}" -f "${LOCALE#*.}" "$OUT/locale/$LOCALE"
fi
