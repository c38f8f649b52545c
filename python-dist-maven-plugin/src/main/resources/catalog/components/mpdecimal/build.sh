# The C library alone: libmpdec++ would bring the C++ runtime.
configure --disable-cxx --disable-doc
make_all
make_install
