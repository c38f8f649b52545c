package io.github.pythondist.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Makes tar archives for tests, hostile ones too: nothing is checked. */
public final class TarMaker {

    public static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    public TarMaker() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    public TarMaker gnuLongNames() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        tar.setAddPaxHeadersForNonAsciiNames(false);
        return this;
    }

    public TarMaker file(String path, String content) {
        return file(path, content, 0644);
    }

    public TarMaker file(String path, String content, int mode) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        return put(path, TarConstants.LF_NORMAL, mode, "", text);
    }

    public TarMaker directory(String path, int mode) {
        return put(path + "/", TarConstants.LF_DIR, mode, "", new byte[0]);
    }

    public TarMaker symlink(String path, String target) {
        return put(path, TarConstants.LF_SYMLINK, 0777, target, new byte[0]);
    }

    public TarMaker hardLink(String path, String target) {
        return put(path, TarConstants.LF_LINK, 0644, target, new byte[0]);
    }

    /** Any type flag of the tar format. */
    public TarMaker special(String path, byte flag) {
        return put(path, flag, 0644, "", new byte[0]);
    }

    /** A PAX header for all that follows, as git archive writes it. */
    public TarMaker globalHeader(String comment) {
        try {
            TarArchiveEntry entry =
                    new TarArchiveEntry("pax_global_header", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
            entry.addPaxHeader("comment", comment);
            tar.putArchiveEntry(entry);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] bytes() {
        try {
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the archive, compressed by one of the names of {@link CompressorStreamFactory}, or not if "tar". */
    public Path write(Path file, String compressor) throws IOException {
        return compress(bytes(), file, compressor);
    }

    public Path write(Path file) throws IOException {
        return write(file, "gz");
    }

    public static Path compress(byte[] content, Path file, String compressor) throws IOException {
        if (compressor.equals("tar")) {
            return Files.write(file, content);
        }
        try (OutputStream out = CompressorStreamFactory.getSingleton()
                .createCompressorOutputStream(compressor, Files.newOutputStream(file))) {
            out.write(content);
        } catch (CompressorException e) {
            throw new IOException(e);
        }
        return file;
    }

    private TarMaker put(String path, byte flag, int mode, String link, byte[] content) {
        try {
            TarArchiveEntry entry = new TarArchiveEntry(path, flag, true);
            entry.setMode(mode);
            entry.setLinkName(link);
            entry.setSize(content.length);
            entry.setLastModifiedTime(FileTime.from(TIME));
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
