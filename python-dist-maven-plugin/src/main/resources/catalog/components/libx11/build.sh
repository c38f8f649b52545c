# Locales, compose tables and error texts are those of the system the interpreter runs on, as X programs expect.
# No loadable Xcursor: it would bring the system's own Xlib into the process, beside this one.
# No thread constructor: Tk draws in one thread, and every start of the interpreter would run it.
# RAWCPP would preprocess those tables; configure is content with what copies them.
RAWCPP=/bin/cat configure --datadir=/usr/share --with-locale-lib-dir=/usr/lib/X11/locale --disable-loadable-xcursor \
  --disable-thread-safety-constructor --disable-specs --without-xmlto --without-fop
# XCMSDIR is where a file of colour names may be; configure knows no option for it.
for folder in include modules src; do
  make_all -C "$folder" XCMSDIR=/usr/lib/X11
done
make_install -C include install
make_install -C src install
make_install install-pkgconfigDATA
