# From the unpacked source to the interpreter in its build directory. Sourced by build.sh, which installs it, and by
# training/train.sh, which runs it to see which code is hot.
#
# The engine provides, besides the tools (CC, AR, RANLIB, NM, STRIP, READELF, CFLAGS, LDFLAGS, PKG_CONFIG_LIBDIR):
#   SRC                unpacked, writable source; also the working directory
#   DEPS               merged static components, read-only
#   OUT, PREFIX        DESTDIR and the prefix in it
#   RECIPE             catalog/cpython/<series>, with patches/
#   PATCHES            names of patches in it, in order
#   BUILD              scratch, with the files generated from extensions.yaml:
#                      Setup.local, expected-builtin.txt, expected-shared.txt (one module a line, sorted);
#                      and code.profdata, the profile of a training run, if the optimization uses one
#   VERSION, JOBS, TARGET, BUILD_TRIPLE, SOURCE_DATE_EPOCH
#   ALLOWED_LIBRARIES  what a binary may need at run time, space separated
#   LIBC_FLOOR         oldest version of the C library that the result runs on
#   SYSROOT            the C library to link with
#   CONFIGURE_OPTIONS  of the flavour, space separated
#   OPTIMIZE           the flavour's -O option
#   ABIFLAGS           sys.abiflags of the flavour
#   COMPILE_OPTIONS, LINK_OPTIONS
#                      of the optimization (optimizations.yaml), space separated
# and may provide:
#   HOST_PYTHON        a CPython of the same series that runs here: this is a cross build
set -euo pipefail
shopt -s inherit_errexit nullglob
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
series=${VERSION%.*}
ldversion=$series$ABIFLAGS
install=$OUT$PREFIX

fail() { printf 'cpython %s: %s\n' "$VERSION" "$1" >&2; shift; (($#)) && printf '  %s\n' "$@" >&2; exit 1; }
fail_with_log() {
  { grep -n -E ': (fatal )?error:|ld.lld: error|\*\*\*' "$BUILD/$1" || true; } | cut -c1-300 | sed -n 1,20p >&2
  tail -n 15 "$BUILD/$1" | cut -c1-300 >&2
  fail "$2, see $1"
}
step() { printf '== %s (%ss)\n' "$*" "$SECONDS"; }

# --- source -------------------------------------------------------------------------------------------------------
cd "$SRC"
for patch in ${PATCHES:-}; do
  patch -p1 -F0 --no-backup-if-mismatch < "$RECIPE/patches/$patch" || fail "patch does not apply: $patch"
done
cp "$BUILD/Setup.local" Modules/Setup.local

# --- configure ----------------------------------------------------------------------------------------------------
# Flags in *_NODIST serve this build alone; CFLAGS, CPPFLAGS, LDFLAGS and OPT are what extension authors inherit.
# -fno-semantic-interposition: calls inside libpython need no PLT. tail-dup-pred-size: without it clang 19 merges the
# interpreter loop's computed gotos into one jump. Measured without a profile: the two give 6 to 12 % on bytecode.
compile_flags="$CFLAGS $OPTIMIZE -fno-semantic-interposition -mllvm -tail-dup-pred-size=5000"
# The symbols of components stay inside, but for those that exports/<library> of a component names, one a line.
exports=("$DEPS"/exports/*)
hidden=ALL
if ((${#exports[@]})); then
  hidden=$(find "$DEPS/lib" "$SYSROOT/" -name '*.a' -printf '%f\n' | sort -u | grep -vxFf <(printf '%s\n' "${exports[@]##*/}") | paste -sd:)
fi
link_flags="$LDFLAGS -Wl,--exclude-libs,$hidden"
linked=(${LINK_OPTIONS:+"LDFLAGS_NODIST=$LINK_OPTIONS"})
compile_flags+=" ${COMPILE_OPTIONS:-}"
if [[ -f $BUILD/code.profdata ]]; then
  # Code that training did not reach is cold, which is what its counts of zero say; code newer than the profile has none.
  compile_flags+=" -fprofile-instr-use=$BUILD/code.profdata -Wno-profile-instr-unprofiled -Wno-profile-instr-out-of-date"
fi
target=(--build="$BUILD_TRIPLE")
if [[ ${HOST_PYTHON:-} ]]; then
  target+=(--host="${HOST_TRIPLE:-$TARGET}" --with-build-python="$HOST_PYTHON")
  export ac_cv_pthread=yes
fi

# CPython's code relies on signed integers that wrap around, and dtoa.c on -fno-strict-aliasing with clang (bpo-30104).
# configure adds the latter, and before 3.12 -fwrapv too, only where OPT is not given.
opt="$OPTIMIZE -Wall"
grep -q -e --with-strict-overflow configure || opt="-fwrapv $opt"

step configure
env CONFIG_SITE="$here/linux.site" \
    PKG_CONFIG="pkg-config --static" \
    MODULE_BUILDTYPE=static \
    OPT="$opt" CFLAGS_ALIASING=-fno-strict-aliasing \
    CFLAGS= CFLAGS_NODIST="$compile_flags" \
    CPPFLAGS="-I$DEPS/include -I$DEPS/include/ncursesw" \
    LDFLAGS="-L$DEPS/lib" LDFLAGS_NODIST="$link_flags" \
    sh ./configure "${target[@]}" --prefix="$PREFIX" --disable-shared \
      --with-openssl="$DEPS" --with-system-expat --with-system-libmpdec --with-dbmliborder=bdb \
      --with-readline=editline --enable-loadable-sqlite-extensions --enable-ipv6 --with-computed-gotos \
      --with-ensurepip=no ${CONFIGURE_OPTIONS:-} > "$BUILD/configure.log" 2>&1 || fail_with_log configure.log "configure failed"
unset CFLAGS LDFLAGS

# What the catalog wants shared keeps CPython's own rule, unless it has one in the catalog, in the section that makes it
# a file of its own.
{
  echo '*shared*'
  while read -r module; do
    grep -q "^$module " Modules/Setup.local || grep -h -m1 -E "^$module( |\$)" Modules/Setup{.stdlib,.bootstrap,} ||
      fail "no rule for the module $module in Modules/Setup.*, and none in extensions.yaml"
  done < "$BUILD/expected-shared.txt"
} >> Modules/Setup.local
make Makefile Modules/config.c >> "$BUILD/configure.log" 2>&1 || fail_with_log configure.log "makesetup failed"

# --- make ---------------------------------------------------------------------------------------------------------
# Programs/_testembed is a second interpreter that only CPython's tests run.
# Fat objects hold machine code beside bitcode: the programs that only the build runs are linked from that, in a second
# instead of a minute each. The options of the link are for what is shipped.
step make
run_make() { make -j"$JOBS" -o Programs/_testembed "$@" >> "$BUILD/make.log" 2>&1 || fail_with_log make.log "make${1:+ $1} failed"; }
[[ " ${COMPILE_OPTIONS:-} " != *" -ffat-lto-objects "* ]] || run_make _bootstrap_python Programs/_freeze_module
run_make "${linked[@]}"
sed -n '/^Checked /,/^$/p' "$BUILD/make.log"
