# OPENSSL_TARGET is the name of the target in OpenSSL's own table. CC, AR, RANLIB and CFLAGS come from the environment.
# /etc/ssl is where the certificates of most systems are found. Engines and providers are not loaded from a prefix that
# exists nowhere, so the prefix is the neutral /usr; the result is moved below ours afterwards.
# no-module keeps providers inside the library; no-legacy leaves the outdated algorithms out.
perl ./Configure "$OPENSSL_TARGET" --prefix=/usr --libdir=lib --openssldir=/etc/ssl \
  no-shared no-tests no-legacy no-docs no-apps no-module
make_all build_libs
make_install install_dev
mv "$OUT/usr/include" "$OUT/usr/lib" "$OUT$PREFIX"
rm -rf "$OUT/usr"
sed -i "s|=/usr|=$PREFIX|" "$OUT$PREFIX"/lib/pkgconfig/*.pc
