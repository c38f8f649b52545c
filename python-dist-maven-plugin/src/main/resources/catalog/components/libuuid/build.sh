# The one library of util-linux that Python wants. The state directory is a string in it (the clock file that the
# daemon shares with it), so it is the system's and not ours.
configure --disable-all-programs --enable-libuuid --disable-bash-completion --disable-nls --disable-asciidoc \
  --disable-poman --without-systemd --without-ncurses --without-ncursesw --without-tinfo --without-python \
  --without-udev --without-libz --localstatedir=/var --runstatedir=/run
make_all
make_install
