#!/usr/bin/env bash
# Builds one CPython for Windows by its own Visual Studio projects, but with clang (projects.py), and lays it out in
# $OUT$PREFIX as the official installer does. What the engine provides is what README.md's contract says, and
#   BUILD/expected-builtin.txt, expected-shared.txt, left-out.txt, test-modules.txt
#                             modules of extensions.yaml, one a line, sorted
#   DEPS/build-python         a CPython of the same source that runs here (../cross/build-python.sh)
set -euo pipefail
shopt -s inherit_errexit nullglob
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
series=${VERSION%.*}
install=$OUT$PREFIX
generated=$BUILD/generated
python=$DEPS/build-python/bin/python3
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 PYTHONNOUSERSITE=1

fail() { printf 'cpython %s: %s\n' "$VERSION" "$1" >&2; shift; (($#)) && printf '  %s\n' "$@" >&2; exit 1; }
fail_with_log() {
  { grep -n -E 'error:|\*\*\*' "$BUILD/$1" || true; } | cut -c1-300 | sed -n 1,20p >&2
  tail -n 15 "$BUILD/$1" | cut -c1-300 >&2
  fail "$2, see $1"
}
step() { printf '== %s (%ss)\n' "$*" "$SECONDS"; }

# --- source -------------------------------------------------------------------------------------------------------
cd "$SRC"
for patch in ${PATCHES:-}; do
  patch -p1 -F0 --no-backup-if-mismatch < "$RECIPE/patches/$patch" || fail "patch does not apply: $patch"
done
mkdir -p "$generated/PC"
cp PC/pyconfig.h.in "$generated/pyconfig.h"
cp "$here"/new "$here"/support.cpp "$generated/"
cp "$DEPS"/build-python/frozen_modules/*.h Python/frozen_modules/
# Windows finds files whatever the case of their names, and by backslashes.
for header in ProcessSnapshot Rpc Unknwn Wbemidl Windows; do
  printf '#include <%s.h>\n' "${header,,}" > "$generated/$header.h"
done
for resource in PC/*.rc; do
  sed 's#icons\\#icons/#' "$resource" > "$generated/$resource"
done
# The stable ABI: forwarders, which its source asks of Microsoft's linker alone. It names also what only a build has that counts
# references, or one of 32 bits that checks the stack; forwarders to it would lead nowhere.
absent=$("$python" -I -c '
import tomllib
with open("Misc/stable_abi.toml", "rb") as file:
    abi = tomllib.load(file)
print("|".join(name for kind in ("function", "data") for name, item in abi[kind].items()
               if item.get("ifdef") in ("Py_REF_DEBUG", "USE_STACKCHECK")))')
{
  printf 'LIBRARY python3.dll\nEXPORTS\n'
  sed -n "s/^EXPORT_FUNC(\([A-Za-z0-9_]*\))$/\1=python${series/./}.\1/p; s/^EXPORT_DATA(\([A-Za-z0-9_]*\))$/\1=python${series/./}.\1 DATA/p" PC/python3dll.c |
    grep -vE "^($absent)="
} > "$generated/python3dll.def"

step "read the projects"
IFS=: read -r -a libraries < <("$CC" -print-search-dirs | sed -n 's/^libraries: =//p')
"$python" -E -s "$here/projects.py" --source "$SRC" --cpu "${HOST_TRIPLE%%-*}" --makefile "$BUILD/windows.mk" \
  --libraries "$DEPS/lib" "${libraries[@]/#/--libraries=}" \
  --modules "$BUILD/expected-shared.txt" --left-out "$BUILD/left-out.txt" || fail "the projects are not understood"
# The table of built-in modules has conditions, so the preprocessor is asked.
sed -n 's/^ *{"\([^"]*\)",.*/\1/p' PC/config.c | LC_ALL=C sort > "$BUILD/built-in.txt"
diff -u --label expected --label built "$BUILD/expected-builtin.txt" "$BUILD/built-in.txt" >&2 ||
  fail "built-in modules differ from extensions.yaml"

# --- make ---------------------------------------------------------------------------------------------------------
step make
# CPython's code relies on signed integers that wrap around, and dtoa.c on -fno-strict-aliasing with clang (bpo-30104).
# A function or a type that a header lacks must be an error: it would be called by a guess.
compile_flags="$CFLAGS -fwrapv -fno-strict-aliasing -Werror=implicit-function-declaration -Werror=int-conversion"
# The last macro is the guard of a header of winpthreads: <unistd.h> would announce POSIX threads by it (zlib.h includes that).
make -j"$JOBS" -f "$BUILD/windows.mk" OBJECTS="$BUILD/objects" TREE="$install" GENERATED="$generated" \
  CC="$CC" CXX="$CXX" WINDRES="$RC" CFLAGS="$compile_flags" \
  CXXFLAGS="$CFLAGS -fno-exceptions -fno-rtti" \
  CPPFLAGS="${CPPFLAGS:-} -I$generated -I$DEPS/include -DFFI_STATIC_BUILD -DWIN_PTHREADS_UNISTD_H" \
  LDFLAGS="$LDFLAGS -L$DEPS/lib" > "$BUILD/make.log" 2>&1 || fail_with_log make.log "make failed"

# --- layout -------------------------------------------------------------------------------------------------------
step layout
mkdir -p "$install/Lib" "$install/include"
cp -R Lib/. "$install/Lib/"
cp -R Include/. "$install/include/"
cp "$generated/pyconfig.h" "$install/include/"
cp LICENSE "$install/LICENSE.txt"
find "$install" -name __pycache__ -prune -exec rm -rf {} +
binaries=("$install"/*.exe "$install"/*.dll "$install"/DLLs/*.pyd "$install"/Lib/venv/scripts/nt/*launcher*.exe)

step "debug information"
# In a directory beside each, where gdb looks.
for file in "${binaries[@]}"; do
  symbols=${file%/*}/.debug/${file##*/}.debug
  mkdir -p "${symbols%/*}"
  llvm-objcopy --only-keep-debug "$file" "$symbols"
  "$STRIP" --strip-all "$file"
  llvm-objcopy --add-gnu-debuglink="$symbols" "$file"
done

step "what ensurepip would install"
pip=("$install"/Lib/ensurepip/_bundled/pip-*.whl)
((${#pip[@]} == 1)) || fail "ensurepip carries ${#pip[@]} pip wheels instead of one"
PYTHONPATH=${pip[0]} "$python" -P -m pip install --quiet --no-index --no-deps --no-compile --no-cache-dir \
  --disable-pip-version-check --root-user-action ignore --only-binary=:all: \
  --platform "$WHEEL_PLATFORM" --python-version "$series" --target "$install/Lib/site-packages" "${pip[0]}"
# Programs of this system; those of Windows are made here.
rm -rf "$install/Lib/site-packages/bin"
"$python" -I "$here/scripts.py" --tree "$install" --cpu "${HOST_TRIPLE%%-*}" --series "$series"

step bytecode
# One process, one order: what marshal shares between constants depends on what was compiled before.
"$python" -P -m compileall -q -f -o 0 --invalidation-mode unchecked-hash -s "$install" \
  -x '/(test|tests|idle_test)/|bad_coding|badsyntax' "$install/Lib" || fail "a module does not compile"

step "embeddable layout"
"$python" -P "$here/embed.py" --tree "$install" --out "$install/embed" --series "$series" \
  --test-modules "$BUILD/test-modules.txt"
chmod -R u+w,go-w "$install"

# --- proof --------------------------------------------------------------------------------------------------------
step proof
for file in "${binaries[@]}"; do
  name=${file#"$install"/}
  while read -r needed; do
    [[ " $ALLOWED_LIBRARIES python${series/./}.dll python3.dll " == *" $needed "* ]] ||
      fail "$name needs $needed, which is not allowed"
  done < <(llvm-readobj --coff-imports "$file" | sed -n 's/^  Name: //p' | tr 'A-Z' 'a-z')
  headers=$(llvm-readobj --file-headers "$file")
  for wanted in DYNAMIC_BASE HIGH_ENTROPY_VA NX_COMPAT; do
    [[ $headers == *"IMAGE_DLL_CHARACTERISTICS_$wanted "* ]] || fail "$name lacks $wanted"
  done
  [[ $headers == *"TimeDateStamp: 1970-01-01 00:00:00 (0x0)"* ]] || fail "$name has a time in it"
done
leaked=$(llvm-readobj --coff-exports "$install/python${series/./}.dll" | sed -n 's/^  Name: //p' | grep -vE '^_?P[Yy]' || true)
[[ -z $leaked ]] || fail "python${series/./}.dll exports symbols of a component:" $(head -n 20 <<< "$leaked")
for place in "$BUILD" "$OUT" "$DEPS" "$SYSROOT" "$CATALOG"; do
  # Not in the middle of another path, such as one of the standard library.
  found=$(grep -rlaE -e "(^|[^[:alnum:]_./-])$place/" "$install" --include='*.exe' --include='*.dll' --include='*.pyd' --include='*.lib' \
    --include='*.pyc' --include='*.debug' --include='*.json' --include=RECORD || true)
  [[ -z $found ]] || fail "the path $place/ is in these files:" $found
done

step PYTHON.json
"$python" -I "$here/python_json.py" --tree "$install" --target "$TARGET" --platform "$WHEEL_PLATFORM" \
  --built-in "$BUILD/built-in.txt"
find "$OUT" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
step done
