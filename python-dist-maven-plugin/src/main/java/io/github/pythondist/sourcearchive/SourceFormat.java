package io.github.pythondist.sourcearchive;

import com.jcraft.jzlib.Deflater;
import com.jcraft.jzlib.GZIPOutputStream;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * How a source tarball is compressed. Every compressor is Java and part of this plugin: the zlib behind {@code
 * java.util.zip} is another one on each distribution, and each writes other bytes.
 */
public enum SourceFormat {
    /** gzip (RFC 1952) without name and time, at level 9, as {@code gzip --no-name -9} has it. */
    TGZ("tgz", "jzlib 1.1.3 level=9 mtime=0 os=255") {
        @Override
        OutputStream compress(OutputStream out) throws IOException {
            GZIPOutputStream gzip =
                    new GZIPOutputStream(out, new Deflater(GZIP_LEVEL, MAX_WINDOW + GZIP_WRAPPER), BUFFER_BYTES, true);
            gzip.setModifiedTime(0);
            return gzip;
        }

        @Override
        InputStream decompress(InputStream in) throws IOException {
            return new GZIPInputStream(in, BUFFER_BYTES);
        }
    },
    /** xz, one block in one stream, at the preset that {@code xz} and {@code tar -J} have when nothing is said. */
    TAR_XZ("tar.xz", "xz-java 1.12 preset=6 check=crc64") {
        @Override
        OutputStream compress(OutputStream out) throws IOException {
            return new XZOutputStream(out, new LZMA2Options(LZMA2Options.PRESET_DEFAULT), XZ.CHECK_CRC64);
        }

        @Override
        InputStream decompress(InputStream in) throws IOException {
            return new XZInputStream(in);
        }
    },
    /** No compression: what to compare with another tar's. */
    TAR("tar", "none") {
        @Override
        OutputStream compress(OutputStream out) {
            return out;
        }

        @Override
        InputStream decompress(InputStream in) {
            return in;
        }
    };

    private static final int GZIP_LEVEL = 9;
    private static final int MAX_WINDOW = 15;
    // As deflateInit2 of zlib has it: 16 more than the window asks for gzip's header and trailer.
    private static final int GZIP_WRAPPER = 16;
    private static final int BUFFER_BYTES = 1 << 16;

    private final String extension;
    private final String setting;

    SourceFormat(String extension, String setting) {
        this.extension = extension;
        this.setting = setting;
    }

    /** File name extension and Maven artifact type, without a leading dot. */
    public String extension() {
        return extension;
    }

    /** Compressor, version and parameters in one line: what decides about the bytes. */
    public String setting() {
        return setting;
    }

    abstract OutputStream compress(OutputStream out) throws IOException;

    abstract InputStream decompress(InputStream in) throws IOException;

    /**
     * The formats with these extensions, each once, in the order of this enumeration.
     *
     * @throws BuildFailure if there are none, or one is unknown
     */
    static List<SourceFormat> parse(List<String> extensions) {
        List<String> wanted = extensions.stream().map(String::strip).toList();
        for (String extension : wanted) {
            if (Arrays.stream(values()).noneMatch(format -> format.extension.equals(extension))) {
                throw new BuildFailure("There is no source archive of the format '" + extension + "'")
                        .remedy("Formats are " + all());
            }
        }
        if (wanted.isEmpty()) {
            throw new BuildFailure("No format is given for the source archive").remedy("Formats are " + all());
        }
        return Arrays.stream(values())
                .filter(format -> wanted.contains(format.extension))
                .toList();
    }

    private static String all() {
        return Arrays.stream(values()).map(SourceFormat::extension).collect(Collectors.joining(", "));
    }
}
