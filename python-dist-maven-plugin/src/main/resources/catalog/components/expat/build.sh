# Debian's pool has the repository's tree (the library in expat/, no configure), upstream's archive the library alone.
[ ! -d expat ] || cd expat
[ -e configure ] || { autoreconf -fi && refresh_config_scripts; }
configure --without-docbook --without-examples --without-tests --without-xmlwf
make_all
make_install
