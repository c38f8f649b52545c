# The wide-character libraries alone. Terminals are described by the terminfo of the system the interpreter runs on:
# none is compiled in, and the usual directories of all distributions are searched.
terminfo=/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo:/usr/local/share/terminfo
# What configure would guess wrongly when it cannot run a program of the target, or reads from the building machine
# (/etc/ttys), is said here; ar without "u" and with the deterministic mode, because ncurses sets its own flags.
export cf_cv_func_nanosleep=yes cf_cv_working_poll=yes cf_cv_func_mkstemp=yes cf_cv_PATH_TTYS=no cf_cv_ar_flags=-Dcr
configure --with-build-cc="$CC_FOR_BUILD" \
  --with-normal --without-shared --without-debug --enable-widec --without-cxx --without-cxx-binding --without-ada \
  --without-tests --without-progs --without-manpages --without-gpm --without-dlsym --disable-db-install \
  --disable-stripping --enable-pc-files --with-pkg-config-libdir="$PREFIX/lib/pkgconfig" \
  --datadir=/usr/share --with-default-terminfo-dir=/usr/share/terminfo --with-terminfo-dirs="$terminfo"
make_all
make_install install.libs install.includes
