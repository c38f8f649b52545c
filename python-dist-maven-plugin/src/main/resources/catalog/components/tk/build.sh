# Text by Xft, so that it has the system's fonts, smooth and in every size and script. tcl/build.sh explains what is alike
# here. wish, the demonstrations and libXss, which only `tk inactive` asks, are left out.
mkdir -p "$BUILD/bin"
printf '#!/bin/sh\nexec pkg-config --static "$@" xft fontconfig x11\n' > "$BUILD/bin/xft-config"
chmod 755 "$BUILD/bin/xft-config"
PATH=$BUILD/bin:$PATH
cd unix
CFLAGS="$CFLAGS -fvisibility=hidden" LIBS="$(pkg-config --static --libs x11)" \
  configure --prefix=/nonexistent --libdir=/nonexistent/lib --with-tcl="$DEPS/lib" \
  --x-includes="$DEPS/include" --x-libraries="$DEPS/lib" --enable-xft --disable-xss
make_all SHLIB_CFLAGS= libtk8.6.a libtkstub8.6.a
install -d "$OUT$PREFIX/exports"
printf '%s\n' Tk_FindPhoto Tk_PhotoGetImage Tk_PhotoPutBlock > "$OUT$PREFIX/exports/libtk8.6.a"
sed 's/.*/--set-symbol-visibility=&=default/' "$OUT$PREFIX/exports/libtk8.6.a" | xargs -I{} llvm-objcopy {} libtk8.6.a
install_library libtk8.6.a libtkstub8.6.a
make_install prefix="$PREFIX" install-headers
make_install prefix="$PREFIX/runtime" install-libraries
rm "$OUT$PREFIX/runtime/lib/tk8.6/tkAppInit.c"
install -d "$OUT$PREFIX/lib/pkgconfig"
sed -e 's/^Libs.private:.*/Requires.private: xft fontconfig x11/' -e 's#/nonexistent#${prefix}#' tk.pc > "$OUT$PREFIX/lib/pkgconfig/tk.pc"
