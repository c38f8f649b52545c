# As ../build.sh, but for what depends on the system:
# no-uplink: the program and OpenSSL have the same C runtime. no-dso: nothing is ever loaded from files.
perl ./Configure "$OPENSSL_TARGET" --prefix=/usr --libdir=lib --openssldir=/etc/ssl \
  no-shared no-tests no-legacy no-docs no-apps no-module no-uplink no-dso
# Configuration and certificates are looked for where official builds of OpenSSL and CPython have them, in a folder that
# only administrators may write to; /etc/ssl would be one that anybody may make on the current drive (CVE-2019-1552).
# Configure, which runs here, takes that name for a relative one.
common='C:/Program Files/Common Files/SSL'
make_all OPENSSLDIR="$common" ENGINESDIR="$common" MODULESDIR="$common" build_libs
make_install OPENSSLDIR="$common" ENGINESDIR="$common" MODULESDIR="$common" install_dev
mv "$OUT/usr/include" "$OUT/usr/lib" "$OUT$PREFIX"
rm -rf "$OUT/usr"
sed -i "s|=/usr|=$PREFIX|" "$OUT$PREFIX"/lib/pkgconfig/*.pc
