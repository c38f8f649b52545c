# Outline and bitmap fonts; neither colour bitmaps (libpng) nor hinting by shapes (HarfBuzz) nor compressed web fonts.
configure --with-zlib=yes --with-bzip2=no --with-png=no --with-harfbuzz=no --with-brotli=no
make_all
make_install
