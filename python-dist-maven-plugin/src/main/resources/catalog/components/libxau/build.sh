configure --disable-xthreads
make_all
make_install
