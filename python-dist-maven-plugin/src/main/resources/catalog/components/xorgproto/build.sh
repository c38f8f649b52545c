# Headers alone. A Debian package has them as they are installed.
mkdir -p "$OUT$PREFIX/lib"
cp -R include "$OUT$PREFIX/"
cp -R share/pkgconfig "$OUT$PREFIX/lib/"
