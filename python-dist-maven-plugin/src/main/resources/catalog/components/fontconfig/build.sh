# Fonts and their configuration are those of the system the interpreter runs on.
configure --sysconfdir=/etc --localstatedir=/var --datadir=/usr/share --disable-docs --disable-nls --disable-iconv \
  --with-default-fonts=/usr/share/fonts --with-add-fonts=/usr/local/share/fonts
for folder in fontconfig fc-case fc-lang src; do
  make_all -C "$folder"
done
make_install -C fontconfig install
make_install -C src install
make_install install-pkgconfigDATA
