#!/usr/bin/env bash
# Builds one CPython, every extension module static, and installs it relocatable into $OUT$PREFIX. compile.sh says what
# the engine provides.
. "$(dirname "${BASH_SOURCE[0]}")/compile.sh"

step "check extension modules"
sed -n 's/^ *{"\([^"]*\)",.*/\1/p' Modules/config.c | LC_ALL=C sort > "$BUILD/built-in.txt"
diff -u --label expected --label built "$BUILD/expected-builtin.txt" "$BUILD/built-in.txt" >&2 ||
  fail "built-in modules differ from extensions.yaml"

step libpython
# Only libpython looks for the standard library from its own place (patches/getpath-own-file.patch).
mv Modules/getpath.o "$BUILD/getpath-program.o"
run_make Modules/getpath.o EXTRA_CFLAGS=-DPYTHON_DIST_LIBRARY
mv Modules/getpath.o Modules/getpath-library.o
mv "$BUILD/getpath-program.o" Modules/getpath.o
library=libpython$ldversion.so.1.0
libraries=("$library")
# The stable ABI is not for every flavour (PEP 703; Py_LIMITED_API and Py_DEBUG exclude each other).
[[ $ABIFLAGS ]] || libraries+=(stable/libpython3.so)
run_make "${linked[@]}" -f Makefile -f "$here/libpython.mk" "${libraries[@]}"

# --- install ------------------------------------------------------------------------------------------------------
step install
# compileall --help prints its help and compiles nothing: bytecode is made below, after the last edit of a source.
make -o Programs/_testembed install DESTDIR="$OUT" COMPILEALL_OPTS=--help > "$BUILD/install.log" 2>&1 || fail_with_log install.log "make install failed"
install -m 755 "${libraries[@]}" "$install/lib/"
libraries=("${libraries[@]##*/}")
ln -s "$library" "$install/lib/${library%.1.0}"
ln -s python3 "$install/bin/python"
# make install gives the interpreter of a flavour a second name by a hard link, of which only one would be stripped.
[[ ! $ABIFLAGS ]] || ln -sf "python$ldversion" "$install/bin/python$series"
landmark=("$install"/lib/python*/os.py)
((${#landmark[@]} == 1)) || fail "make install left ${#landmark[@]} standard libraries instead of one"
stdlib=${landmark[0]%/os.py}
# Some releases forget directories of the test suite in their Makefile (3.11.2: test_capi, test_sqlite3, test_tomllib).
cp -R --no-clobber Lib/test/. "$stdlib/test/"
# The static library is installed twice; once is enough.
static=("$stdlib"/config-*/libpython*.a)
((${#static[@]} == 1)) || fail "make install left ${#static[@]} static libraries instead of one"
[[ $("$AR" t "${static[0]}") == *getpath.o* ]] || fail "${static[0]##*/} is no library of CPython's objects"
ln -sf "${static[0]#"$install/lib/"}" "$install/lib/${static[0]##*/}"
find "$install" -name __pycache__ -prune -exec rm -rf {} +
# What components need at run time besides their code, such as the scripts of Tcl.
[[ ! -d $DEPS/runtime ]] || cp -R "$DEPS/runtime/." "$install/"

find "$stdlib/lib-dynload" -name '*.so' -printf '%f\n' | sed 's/\..*//' | LC_ALL=C sort > "$BUILD/shared.txt"
diff -u --label expected --label built "$BUILD/expected-shared.txt" "$BUILD/shared.txt" >&2 ||
  fail "lib-dynload differs from extensions.yaml"
# getpath wants the directory, also where no shared module is shipped; archives and repositories lose empty ones.
echo 'Extension modules that are not built into the interpreter.' > "$stdlib/lib-dynload/README.txt"

step "objects for those who link their own interpreter"
relink=$install/build
{
  make -s -f Makefile -f "$here/libpython.mk" print-LIBRARY_OBJS | tr ' ' '\n'
  find Modules -name '*.[oa]' ! -name getpath_noop.o       # that one is a tool's of the build
  printf '%s\n' Programs/python.o Modules/config.c Modules/Setup{,.local,.stdlib,.bootstrap}
} | LC_ALL=C sort -u | while read -r file; do
  install -D -m 644 "$file" "$relink/$file"
done
mkdir -p "$relink/lib" "$relink/include"
cp -RL "$DEPS/include/." "$relink/include/"
cp -L "$DEPS"/lib/*.a "$relink/lib/"
# With link-time optimization an object is machine code and, for our own links, bitcode that one compiler alone reads.
find "$relink" "$stdlib"/config-* -name '*.[oa]' -type f -exec "$STRIP" --strip-debug --remove-section=.llvm.lto {} +

step "debug information"
# Found by build ID below lib/debug, and by gdb without any setting through the links in .debug beside the binary.
binaries=("$install/bin/python$ldversion" "${libraries[@]/#/$install/lib/}" "$stdlib"/lib-dynload/*.so)
for file in "${binaries[@]}"; do
  id=$(llvm-readelf --notes "$file" | sed -n 's/^ *Build ID: //p')
  [[ $id =~ ^[0-9a-f]{40}$ ]] || fail "${file##*/} has no build ID"
  symbols=lib/debug/.build-id/${id:0:2}/${id:2}.debug
  link=${file%/*}/.debug/${file##*/}.debug
  mkdir -p "$install/${symbols%/*}" "${link%/*}"
  llvm-objcopy --only-keep-debug "$file" "$install/$symbols"
  chmod 644 "$install/$symbols"
  ln -s "$(realpath -m --relative-to="${link%/*}" "$install/$symbols")" "$link"
  "$STRIP" --strip-all "$file"
  llvm-objcopy --add-gnu-debuglink="$link" "$file"
done
chmod -R u+w,go-w "$install"

python=${HOST_PYTHON:-$install/bin/python$ldversion}
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 PYTHONNOUSERSITE=1

step "what ensurepip would install"
wheels=("$stdlib"/ensurepip/_bundled/*.whl)
pip=("$stdlib"/ensurepip/_bundled/pip-*.whl)
((${#pip[@]} == 1)) || fail "ensurepip carries ${#pip[@]} pip wheels instead of one"
names=("${wheels[@]##*/}")
PYTHONPATH=${pip[0]} "$python" -P -m pip install --quiet --no-index --find-links "${pip[0]%/*}" --prefix "$install" \
  --ignore-installed --no-compile --no-cache-dir --no-warn-script-location --disable-pip-version-check \
  --root-user-action ignore "${names[@]%%-*}"

step relocate
forbidden=("$BUILD" "$SRC" "$DEPS" "$OUT" ${SYSROOT:+"$SYSROOT"})
"$python" -P "$here/relocate.py" --tree "$install" --prefix "$PREFIX" "${forbidden[@]/#/--forbid=}"

step bytecode
# One process, one order: what marshal shares between constants depends on what was compiled before.
# The test suite is read once, if at all: it stays without bytecode.
"$python" -P -m compileall -q -f -o 0 --invalidation-mode unchecked-hash -s "$install" -x '/(test|tests|idle_test)/|bad_coding|badsyntax' "$stdlib" ||
  fail "a module does not compile"

# --- proof --------------------------------------------------------------------------------------------------------
step proof
for file in "${binaries[@]}"; do
  name=${file#"$install"/}
  for needed in $("$READELF" -d "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
    [[ " $ALLOWED_LIBRARIES $library " == *" $needed "* ]] || fail "$name needs $needed, which is not allowed"
  done
  newest=$("$READELF" -V -W "$file" | sed -n 's/.*Name: GLIBC_\([0-9.]*\) .*/\1/p' | sort -V | tail -n 1)
  [[ -z $newest || $(printf '%s\n' "$newest" "$LIBC_FLOOR" | sort -V | tail -n 1) == "$LIBC_FLOOR" ]] ||
    fail "$name needs glibc $newest, the floor is $LIBC_FLOOR"
  # Defined dynamic symbols: CPython's own API and what every program has. Anything else came out of a component.
  # An extension module in a file of its own keeps its symbols to itself, and _ctypes_test has many to be called.
  [[ $file == */lib-dynload/* ]] && continue
  leaked=$("$READELF" --dyn-syms -W "$file" |
    awk '$1 ~ /^[0-9]+:$/ && $7 != "UND" && $5 != "LOCAL" && $8 ~ /./ {sub(/@.*/, "", $8); print $8}' |
    grep -vxE '_?_?Py[A-Za-z0-9_]*|PY_TIMEOUT_MAX|_init|_fini|_start|main|data_start|__data_start|_IO_stdin_used|__bss_start|_edata|_end|stdin|stdout|stderr|environ|_?_environ' |
    grep -vxFf <(cat /dev/null "${exports[@]}") | sort -u || true)
  [[ -z $leaked ]] || fail "$name exports symbols of a component:" $(head -n 20 <<< "$leaked")
done
"$python" -P "$here/relocate.py" --tree "$install" --prefix "$PREFIX" --check "${forbidden[@]/#/--forbid=}" ||
  fail "files of the tree hold paths of the build"

step "PYTHON.json"
ceiling=$("$READELF" -V "${binaries[@]}" | grep -oE 'GLIBC_[0-9]+(\.[0-9]+)+' | sort -uV | tail -n 1)
"$python" -P "$here/python_json.py" --tree "$install" --prefix "$PREFIX" --target "$TARGET" ${ceiling:+"--glibc=${ceiling#GLIBC_}"} \
  $([[ ! -f $BUILD/code.profdata ]] || echo --pgo) $([[ " ${COMPILE_OPTIONS:-}" != *" -flto"* ]] || echo --lto)
step done
