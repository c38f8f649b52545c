# zlib's configure is not autoconf's: it takes CC and CFLAGS from the environment and knows no --host.
# CHOST names the target; uname keeps it from asking the building machine.
CHOST=$HOST_TRIPLE ./configure --prefix="$PREFIX" --static --uname=Linux
make_all libz.a
make_install
