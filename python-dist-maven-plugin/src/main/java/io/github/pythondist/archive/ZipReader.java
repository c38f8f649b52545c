package io.github.pythondist.archive;

import io.github.pythondist.archive.ArchiveReader.Entry;
import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.archive.ArchiveReader.Visitor;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.UnsupportedZipFeatureException;
import org.apache.commons.compress.archivers.zip.X7875_NewUnix;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipShort;

/**
 * Reads zip archives, such as jars and wheels, the way {@link ArchiveReader} reads tars: nothing in an entry has been
 * checked. Modes and symbolic links are there if the archive was made on Unix; else files are 0644.
 */
public final class ZipReader {

    private static final int PLAIN_FILE_MODE = 0644;
    private static final int PLAIN_DIRECTORY_MODE = 0755;

    /** Linux' PATH_MAX. */
    private static final int LONGEST_TARGET = 4096;

    private static final ZipShort UNIX_OWNER = new X7875_NewUnix().getHeaderId();

    private ZipReader() {}

    /** Whether a file begins as a zip archive with at least one entry does. */
    public static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
        }
    }

    /**
     * Shows all entries to the visitor, in the order of the zip's directory.
     *
     * @throws BuildFailure if the archive is missing, damaged or truncated
     * @throws IOException only what the visitor throws
     */
    public static void read(Path archive, Visitor visitor) throws IOException {
        ZipFile zip;
        try {
            zip = ZipFile.builder().setPath(archive).get();
        } catch (NoSuchFileException e) {
            throw new BuildFailure("There is no archive " + archive, e)
                    .remedy("Check the path, or fetch the archive again.");
        } catch (IOException e) {
            throw damaged(archive, "its directory", e);
        }
        try (zip) {
            for (Enumeration<ZipArchiveEntry> entries = zip.getEntries(); entries.hasMoreElements(); ) {
                ZipArchiveEntry entry = entries.nextElement();
                if (!visit(archive, zip, entry, visitor)) {
                    return;
                }
            }
        }
    }

    /**
     * The content of one file in the archive, as {@link ArchiveReader#find} gives it.
     *
     * @param path its name as the archive has it
     * @param maxBytes a larger one is refused
     * @return empty if there is no such file
     */
    public static Optional<byte[]> find(Path archive, String path, int maxBytes) throws IOException {
        AtomicReference<byte[]> found = new AtomicReference<>();
        read(archive, (entry, content) -> {
            if (entry.kind() != Kind.FILE || !entry.path().equals(path)) {
                return true;
            }
            found.set(ArchiveReader.limited(archive, entry, content, maxBytes));
            return false;
        });
        return Optional.ofNullable(found.get());
    }

    private static boolean visit(Path archive, ZipFile zip, ZipArchiveEntry entry, Visitor visitor) throws IOException {
        Kind kind = entry.isUnixSymlink() ? Kind.SYMLINK : entry.isDirectory() ? Kind.DIRECTORY : Kind.FILE;
        int mode = entry.getUnixMode() & 07777;
        if (mode == 0) {
            mode = kind == Kind.DIRECTORY ? PLAIN_DIRECTORY_MODE : PLAIN_FILE_MODE;
        }
        try (InputStream content = new Content(archive, entry, content(archive, zip, entry))) {
            String target = kind == Kind.SYMLINK ? target(archive, entry, content) : "";
            return visitor.visit(
                    new Entry(
                            entry.getName(),
                            kind,
                            kind == Kind.FILE ? Math.max(entry.getSize(), 0) : 0,
                            mode,
                            entry.getLastModifiedTime(),
                            target,
                            owner(entry)),
                    content);
        }
    }

    private static InputStream content(Path archive, ZipFile zip, ZipArchiveEntry entry) {
        try {
            return zip.getInputStream(entry);
        } catch (UnsupportedZipFeatureException e) {
            throw new BuildFailure("The entry " + entry.getName() + " of " + archive + " cannot be read", e)
                    .detail(entry.getGeneralPurposeBit().usesEncryption() ? "It is encrypted." : "" + e.getMessage())
                    .remedy("Make the archive without encryption, and with the methods stored or deflated.");
        } catch (IOException e) {
            throw damaged(archive, "the entry " + entry.getName(), e);
        }
    }

    private static String target(Path archive, ZipArchiveEntry entry, InputStream content) throws IOException {
        byte[] target = content.readNBytes(LONGEST_TARGET + 1);
        if (target.length > LONGEST_TARGET) {
            throw damaged(
                    archive,
                    "the entry " + entry.getName(),
                    new ZipException("a symbolic link of more than " + LONGEST_TARGET + " bytes"));
        }
        return new String(target, StandardCharsets.UTF_8);
    }

    private static String owner(ZipArchiveEntry entry) {
        return entry.getExtraField(UNIX_OWNER) instanceof X7875_NewUnix owner
                ? Entry.owner(owner.getUID(), owner.getGID(), "", "")
                : "";
    }

    private static BuildFailure damaged(Path archive, String where, IOException e) {
        return new BuildFailure("The archive " + archive + " is damaged or incomplete", e)
                .detail("at " + where)
                .remedy("Delete it and fetch it again; if it stays so, compare its digest with its maker's.");
    }

    /**
     * What goes wrong in reading an entry is the archive's fault, not that of whoever writes it. Nor does the library
     * compare checksums.
     */
    private static final class Content extends CheckedInputStream {

        private final Path archive;
        private final String entry;
        private final long crc;

        Content(Path archive, ZipArchiveEntry entry, InputStream in) {
            super(in == null ? InputStream.nullInputStream() : in, new CRC32());
            this.archive = archive;
            this.entry = entry.getName();
            crc = entry.getCrc();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n;
            try {
                n = super.read(buffer, offset, length);
            } catch (IOException e) {
                throw damaged(archive, "the entry " + entry, e);
            }
            if (n < 0 && crc >= 0 && getChecksum().getValue() != crc) {
                throw damaged(archive, "the entry " + entry, new ZipException("its checksum is wrong"));
            }
            return n;
        }
    }
}
