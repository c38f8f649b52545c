configure --disable-docs
make_install
mkdir -p "$OUT$PREFIX/lib"
mv "$OUT$PREFIX/share/pkgconfig" "$OUT$PREFIX/lib/"
