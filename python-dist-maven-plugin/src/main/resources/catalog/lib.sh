# Functions for build.sh. Sourced by driver.sh; everything they need is in the environment of the contract (README.md).

# configure [option...]: an autoconf configure in the current directory, for static libraries below $PREFIX.
configure() {
  ./configure --build="$BUILD_TRIPLE" --host="$HOST_TRIPLE" --prefix="$PREFIX" --libdir="$PREFIX/lib" \
    --disable-shared --enable-static "$@"
}

# make_all [target or variable...]: make with all cores.
make_all() {
  make -j"$JOBS" "$@"
}

# make_install [target...]: make into $OUT, one job at a time; without a target it is "install".
make_install() {
  [ $# -gt 0 ] || set -- install
  make DESTDIR="$OUT" "$@"
}

# install_header FILE..., install_library FILE...: for sources without a usable install rule.
install_header() {
  install -d "$OUT$PREFIX/include"
  install -m 644 "$@" "$OUT$PREFIX/include"
}
install_library() {
  install -d "$OUT$PREFIX/lib"
  install -m 644 "$@" "$OUT$PREFIX/lib"
}

# write_pc NAME "what it is" "-lname" ["-lprivate..."]: a pkg-config file where the source installs none.
write_pc() {
  install -d "$OUT$PREFIX/lib/pkgconfig"
  cat > "$OUT$PREFIX/lib/pkgconfig/$1.pc" <<PC
prefix=\${pcfiledir}/../..
libdir=\${prefix}/lib
includedir=\${prefix}/include

Name: $1
Description: $2
Version: $VERSION
Libs: -L\${libdir} $3
Libs.private: ${4:-}
Cflags: -I\${includedir}
PC
}

# refresh_config_scripts: puts automake's config.sub and config.guess over every copy in the tree; old ones do not
# know newer machines.
refresh_config_scripts() {
  local fresh name
  fresh=$(automake --print-libdir)
  for name in config.sub config.guess; do
    find "$SRC" -name "$name" -type f -exec cp -fL "$fresh/$name" {} \;
  done
}

# same_age: gives every file of the source one modification time, so that make sees nothing out of date and no
# generated file is made anew because of the order of unpacking.
same_age() {
  find "$SRC" -exec touch -h -d @315532800 {} +
}

# tidy: leaves what a consumer of static libraries needs, in a form that holds wherever it is put.
tidy() {
  local root=$OUT$PREFIX pc
  rm -rf "$root"/bin "$root"/sbin "$root"/share/{man,doc,info,locale,aclocal,bash-completion} "$root"/lib/cmake
  find "$root" \( -name '*.la' -o -name '*.so' -o -name '*.so.*' \) -delete
  find "$root" -type f -name '*.pc' | while read -r pc; do
    # What is below the prefix, or below the merged dependencies (it will be the same place), is said by ${prefix}, the
    # prefix by the file's place; other search paths of this build go.
    sed -i -E -e "/^prefix *=/d" -e "s#($PREFIX|$DEPS)(/|\$| )#\${prefix}\2#g" \
      -e "s#-[LI]($BUILD|$SYSROOT)(/[^ ]*)?( |\$)#\3#g" "$pc"
    sed -i -e '1i prefix=${pcfiledir}/../..' -e 's/ *$//' "$pc"
  done
  find "$root" -mindepth 1 -type d -empty -delete
  find "$OUT" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
  find "$OUT" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# refuse_build_paths: the result must not know where it was built.
refuse_build_paths() {
  local place found
  for place in "$BUILD" "$OUT" "$DEPS" "$SYSROOT" "$CATALOG" "$PREFIX"; do
    if found=$(grep -rlaF -e "$place/" "$OUT"); then
      echo "error: the path $place/ is in these results:" >&2
      echo "$found" >&2
      return 1
    fi
  done
}
