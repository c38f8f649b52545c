# XML alone, from which libxcb's source is generated.
mkdir -p "$OUT$PREFIX/lib" "$OUT$PREFIX/share"
cp -R share/xcb "$OUT$PREFIX/share/"
cp -R share/pkgconfig "$OUT$PREFIX/lib/"
