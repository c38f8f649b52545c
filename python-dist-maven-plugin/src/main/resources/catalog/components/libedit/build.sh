# libedit looks for its terminal library under a few fixed names, none of them our libncursesw.
mkdir -p "$BUILD/alias"
ln -sf "$DEPS/lib/libncursesw.a" "$BUILD/alias/libncurses.a"
CPPFLAGS="$CPPFLAGS -I$DEPS/include -I$DEPS/include/ncursesw" LDFLAGS="$LDFLAGS -L$BUILD/alias" \
  configure --disable-examples
make_all
make_install
sed -i 's/-lncurses/-lncursesw/' "$OUT$PREFIX/lib/pkgconfig/libedit.pc"
