package io.github.pythondist.archive;

import com.github.luben.zstd.util.ZstdVersion;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The forms in which {@link TreeArchiver} writes. */
public enum ArchiveFormat {
    /**
     * Zstandard: the reference form. The same bytes everywhere, since the compressor is part of this plugin: one
     * thread (blocks cut by several threads depend on their number), one level, one window, checksum of the content on.
     */
    TAR_ZST("tar.zst"),
    /**
     * gzip without name, time or system (RFC 1952: MTIME 0, OS 255). The compressor is the zlib of the running Java,
     * so the bytes are the same only where that is the same.
     */
    TAR_GZ("tar.gz"),
    /** No compression. */
    TAR("tar"),
    /**
     * zip, each file deflated for itself. The same bytes everywhere: the compressor is Java and part of this plugin.
     */
    ZIP("zip");

    static final int ZSTD_LEVEL = 19;
    // 2^27 bytes is the most that zstd -d and tar --zstd accept without being told.
    static final int ZSTD_WINDOW_LOG = 27;
    static final int GZIP_LEVEL = 9;
    static final int ZIP_LEVEL = 6;

    private static final int HIGHEST_ZSTD_LEVEL = 22;
    private static final int HIGHEST_ZLIB_LEVEL = 9;

    private final String extension;

    ArchiveFormat(String extension) {
        this.extension = extension;
    }

    /** File name extension and Maven artifact type, without a leading dot. */
    public String extension() {
        return extension;
    }

    /** Compressor, version and parameters in one line, for the build information: what decides about the bytes. */
    public String setting() {
        return switch (this) {
            case TAR_ZST ->
                "zstd-jni " + ZstdVersion.VERSION + " level=" + ZSTD_LEVEL + " windowLog=" + ZSTD_WINDOW_LOG
                        + " workers=0 checksum=true";
            case TAR_GZ -> "java.util.zip level=" + GZIP_LEVEL + " mtime=0 os=255";
            case TAR -> "none";
            case ZIP -> "jzlib 1.1.3 level=" + ZIP_LEVEL;
        };
    }

    /** The highest compression level, with the lowest being 1; 0 where there is no compression. */
    public int highestLevel() {
        return switch (this) {
            case TAR_ZST -> HIGHEST_ZSTD_LEVEL;
            case TAR_GZ, ZIP -> HIGHEST_ZLIB_LEVEL;
            case TAR -> 0;
        };
    }

    /**
     * The format of an extension.
     *
     * @throws IllegalArgumentException if there is none, with those that there are
     */
    public static ArchiveFormat of(String extension) {
        return Arrays.stream(values())
                .filter(format -> format.extension.equals(extension))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("format is '" + extension + "', and must be "
                        + Arrays.stream(values()).map(ArchiveFormat::extension).collect(Collectors.joining(" or "))));
    }
}
