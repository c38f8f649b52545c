# The scripts go to runtime/, from where CPython's recipe copies them into the tree, and tkinter says where that is. The
# place compiled in is one that nobody has: the Tcl of a system may be another version. Time zones are the system's.
# pkgs/ (itcl, tdbc, thread) and tclsh are left out.
cd unix
CFLAGS="$CFLAGS -fvisibility=hidden" CPPFLAGS="$CPPFLAGS -I$DEPS/include" LDFLAGS="$LDFLAGS -L$DEPS/lib" \
  configure --prefix=/nonexistent --libdir=/nonexistent/lib --enable-threads --without-tzdata
# SHLIB_CFLAGS has the macro by which every public function is visible.
make_all SHLIB_CFLAGS= TCL_PACKAGE_PATH= libtcl8.6.a libtclstub8.6.a
# Python extensions that draw into a tkinter window (Pillow, matplotlib) look these up in the running program.
install -d "$OUT$PREFIX/exports"
printf '%s\n' Tcl_AppendResult Tcl_CreateCommand Tcl_SetVar > "$OUT$PREFIX/exports/libtcl8.6.a"
sed 's/.*/--set-symbol-visibility=&=default/' "$OUT$PREFIX/exports/libtcl8.6.a" | xargs -I{} llvm-objcopy {} libtcl8.6.a
llvm-objcopy --set-symbol-visibility=Tcl_Main=hidden libtcl8.6.a    # for tclsh; the one that is visible in any case
install_library libtcl8.6.a libtclstub8.6.a
make_install prefix="$PREFIX" install-headers
make_install prefix="$PREFIX/runtime" install-libraries install-msgs
rm "$OUT$PREFIX/runtime/lib/tcl8.6/tclAppInit.c"
# For Tk alone: private headers, and what configure found, with places that hold when Tk is built.
for folder in generic unix; do
  install -d "$OUT$PREFIX/include/tcl-private/$folder"
  install -m 644 "../$folder"/*.h "$OUT$PREFIX/include/tcl-private/$folder"
done
sed -e '/BUILD/d' -e "s#^TCL_SRC_DIR=.*#TCL_SRC_DIR='$DEPS/include/tcl-private'#" -e "s#/nonexistent#$DEPS#g" \
  -e "\\#$DEPS#s#'#\"#g" -e "s#$DEPS#\$DEPS#g" tclConfig.sh > "$OUT$PREFIX/lib/tclConfig.sh"
install -d "$OUT$PREFIX/lib/pkgconfig"
sed 's#/nonexistent#${prefix}#' tcl.pc > "$OUT$PREFIX/lib/pkgconfig/tcl.pc"
