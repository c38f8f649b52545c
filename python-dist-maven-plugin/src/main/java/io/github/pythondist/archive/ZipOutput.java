package io.github.pythondist.archive;

import com.jcraft.jzlib.Deflater;
import com.jcraft.jzlib.DeflaterOutputStream;
import com.jcraft.jzlib.JZlib;
import io.github.pythondist.files.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A zip archive, with modes and links as Info-ZIP's programs have them. All entries are of one time; directories have
 * none.
 *
 * <p>Files are deflated by a compressor that is part of this plugin: that behind {@code java.util.zip} is another one on
 * each distribution of Java, and each writes other bytes.
 */
final class ZipOutput implements ArchiveOutput {

    private static final int LINK_MODE = 0120777;
    private static final int PROGRAM_MODE = 0100755;
    private static final int FILE_MODE = 0100644;
    private static final int BUFFER_BYTES = 1 << 16;
    // The first and the last moment that a zip can tell without a field of another form.
    private static final LocalDateTime FIRST = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(2099, 12, 31, 23, 59, 58);

    private final ZipArchiveOutputStream zip;
    private final Path scratch;
    private final Path tree;
    private final LocalDateTime time;
    private final int level;
    private int entries;

    /**
     * @param scratch holds one entry after the other while its compressed size is not known; deleted in the end
     */
    ZipOutput(OutputStream out, Path scratch, Path tree, ArchiveOptions options) {
        zip = new ZipArchiveOutputStream(out);
        zip.setEncoding(StandardCharsets.UTF_8.name());
        zip.setUseZip64(Zip64Mode.AsNeeded);
        this.scratch = scratch;
        this.tree = tree;
        // As local time: a zip has no zone, and another field would tell it apart on machines of other zones.
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(options.epochSecond()), ZoneOffset.UTC);
        time = local.isBefore(FIRST) ? FIRST : local.isAfter(LAST) ? LAST : local;
        level = options.level() == 0 ? ArchiveFormat.ZIP_LEVEL : options.level();
    }

    @Override
    public void directory(String path) {
        // Whoever unpacks makes those of the files.
    }

    @Override
    public void file(String path, byte[] content) throws IOException {
        write(path, FILE_MODE, new ByteArrayInputStream(content));
    }

    @Override
    public void add(String path, Path source) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            ArchiveOutput.refuseEscape(tree, source);
            String target = Trees.unixPath(Files.readSymbolicLink(source));
            write(path, LINK_MODE, new ByteArrayInputStream(target.getBytes(StandardCharsets.UTF_8)));
        } else if (attributes.isRegularFile()) {
            try (InputStream content = Files.newInputStream(source)) {
                write(path, ArchiveOutput.isProgram(source) ? PROGRAM_MODE : FILE_MODE, content);
            }
        } else if (!attributes.isDirectory()) {
            throw ArchiveOutput.special(source);
        }
    }

    @Override
    public int entries() {
        return entries;
    }

    private void write(String path, int mode, InputStream content) throws IOException {
        CheckedInputStream in = new CheckedInputStream(content, new CRC32());
        long size;
        // Raw, as zip has it: without the header and the checksum of zlib.
        try (OutputStream file = Files.newOutputStream(scratch);
                OutputStream out = new DeflaterOutputStream(
                        file, new Deflater(level, JZlib.MAX_WBITS, true), BUFFER_BYTES, true)) {
            size = in.transferTo(out);
        }
        ZipArchiveEntry entry = new ZipArchiveEntry(path);
        entry.setTimeLocal(time);
        entry.setUnixMode(mode);
        entry.setMethod(ZipArchiveEntry.DEFLATED);
        entry.setSize(size);
        entry.setCompressedSize(Files.size(scratch));
        entry.setCrc(in.getChecksum().getValue());
        try (InputStream compressed = Files.newInputStream(scratch)) {
            zip.addRawArchiveEntry(entry, compressed);
        }
        entries++;
    }

    @Override
    public void close() throws IOException {
        try (zip) {
            Files.deleteIfExists(scratch);
        }
    }
}
