# The library's own make file, with threads (compression.zstd offers them) and without the formats from before 1.0; its
# pkg-config rule wants the tools, so we write the file. The make file names sources by absolute path, which assert()
# would keep: hence NDEBUG, as for any release.
cd lib
make_all libzstd.a ZSTD_LEGACY_SUPPORT=0 CFLAGS="$CFLAGS -DNDEBUG -DZSTD_MULTITHREAD"
install_header zstd.h zdict.h zstd_errors.h
install_library libzstd.a
write_pc libzstd "Fast real-time compression" -lzstd -pthread
