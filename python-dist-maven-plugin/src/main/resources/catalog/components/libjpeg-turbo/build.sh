# The source is built by CMake, which the build root does not have. So its lists of files are read here, and its templates
# are filled in with what is true for clang and ELF.

IFS=. read -r major minor revision <<< "$VERSION"
settings=(
  -e 's/@JPEG_LIB_VERSION@/62/'    # the interface of libjpeg 6b, the default
  -e "s/@VERSION@/$VERSION/"
  -e "s/@LIBJPEG_TURBO_VERSION_NUMBER@/$(printf '%d%03d%03d' "$major" "$minor" "$revision")/"
  -e 's/@BITS_IN_JSAMPLE@/8/'
  -e 's/@BUILD@//'                 # is the day of the build
  -e 's/@HIDDEN@/__attribute__((visibility("hidden")))/'
  -e 's/@INLINE@/inline __attribute__((always_inline))/'
  -e 's/@THREAD_LOCAL@/__thread/'
  -e 's/@CMAKE_PROJECT_NAME@/libjpeg-turbo/'
  -e 's/@SIZE_T@/__SIZEOF_SIZE_T__/'
  -e "s/@COPYRIGHT_YEAR@/$(sed -n 's/^set(COPYRIGHT_YEAR "\(.*\)")/\1/p' CMakeLists.txt)/"
)
wanted='C_ARITH_CODING_SUPPORTED|D_ARITH_CODING_SUPPORTED|MEM_SRCDST_SUPPORTED|HAVE_BUILTIN_CTZL'
sources=$(sed -n -e '/^set(JPEG_SOURCES /,/)/p' -e '/^  set(JPEG_SOURCES ${JPEG_SOURCES} /p' CMakeLists.txt | grep -o '[^ ()]*\.c\>')
assembly=
case $HOST_TRIPLE in
  x86_64-*-linux-*)
    wanted="$wanted|WITH_SIMD"
    sources="$sources simd/x86_64/jsimd.c"
    assembly=$(sed -n '/set(SIMD_SOURCES x86_64\//,/)/p' simd/CMakeLists.txt | grep -o 'x86_64/[^ )]*\.asm' | sed 's#^#simd/#')
    ;;
  *)
    # As of 3.0 there is no need for it.
    [ ! -e jsimd_none.c ] || sources="$sources jsimd_none.c"
    ;;
esac
code=.
[ ! -d src ] || code=src
for header in jconfig.h jconfigint.h jversion.h; do
  sed -E "${settings[@]}" -e "s/^#cmakedefine ($wanted)( 1)?\$/#define \1 1/" -e 's/^#cmakedefine .*//' "$code/$header.in" > "$code/$header"
  if grep -nE '@[A-Z_]+@|#cmakedefine' "$code/$header"; then
    echo "error: the template of $header has something new" >&2
    exit 1
  fi
done

cat > Makefile << 'MAKE'
libjpeg.a: $(patsubst %.c,%.o,$(SOURCES)) $(patsubst %.asm,%.o,$(ASSEMBLY))
	$(AR) qcsD $@ $^
%.o: %.asm
	nasm -f elf64 -DELF -DPIC -D__x86_64__ -I simd/nasm/ -I simd/x86_64/ -o $@ $<
MAKE
# What it is linked into does not show its functions, so that two copies in one process never meet.
make_all SOURCES="$(echo $sources)" ASSEMBLY="$(echo $assembly)" CPPFLAGS="$CPPFLAGS -I$code" \
  CFLAGS="$CFLAGS -fvisibility=hidden"

install_header "$code"/{jconfig,jerror,jmorecfg,jpeglib}.h
install_library libjpeg.a
write_pc libjpeg "JPEG codec with the interface of libjpeg" "-ljpeg"
