# liblzma alone. The tools and scripts are under other licences and are not built.
configure --disable-xz --disable-xzdec --disable-lzmadec --disable-lzmainfo --disable-lzma-links --disable-scripts \
  --disable-doc --disable-nls
make_all
make_install
