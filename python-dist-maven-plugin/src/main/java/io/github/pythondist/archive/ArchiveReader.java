package io.github.pythondist.archive;

import io.github.pythondist.report.BuildFailure;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads tar archives (v7, ustar, PAX, GNU), plain or compressed with gzip, bzip2, xz or Zstandard, and Debian binary
 * packages, whose file tree is such an archive. The format is told from the first bytes, never from the file's name.
 *
 * <p>An archive is read to its very end, so the compressor's own checksum is always verified. A damaged or truncated
 * one is a {@link BuildFailure} that names the archive, the entry and the place.
 */
public final class ArchiveReader {

    /** What an entry is. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        HARD_LINK,
        /** A device node, FIFO or anything else that has no place in a source or a distribution. */
        SPECIAL
    }

    /**
     * One entry, as the archive has it: nothing in it has been checked.
     *
     * @param path name with {@code /} between its parts; may be absolute or hold {@code ..}
     * @param size bytes of content, 0 unless a file
     * @param mode permission bits with setuid, setgid and sticky (lowest twelve bits)
     * @param linkTarget target of a symbolic link, path of the linked entry for a hard link, else empty
     * @param owner {@code user:group} by their numbers, then by their names if it has these; empty where it says nothing
     */
    public record Entry(
            String path, Kind kind, long size, int mode, FileTime modified, String linkTarget, String owner) {

        static String owner(long user, long group, String userName, String groupName) {
            String names = userName.isEmpty() && groupName.isEmpty() ? "" : " " + userName + ":" + groupName;
            return user + ":" + group + names;
        }
    }

    /** Receives the entries in the archive's order. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * @param content the bytes of a file, valid during the call; need not be read
         * @return whether to go on
         */
        boolean visit(Entry entry, InputStream content) throws IOException;
    }

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int TAR_RECORD_BYTES = 512;
    // xz -9 needs 65 MiB; a header that asks for more than this is not one of an archive we know.
    private static final int XZ_MEMORY_LIMIT_KIB = 512 * 1024;

    private ArchiveReader() {}

    /**
     * Shows all entries to the visitor.
     *
     * @throws BuildFailure if the archive is missing, of unknown format, damaged or truncated
     * @throws IOException only what the visitor throws
     */
    public static void read(Path archive, Visitor visitor) throws IOException {
        try (InputStream in = new BufferedInputStream(open(archive), BUFFER_BYTES)) {
            if (DebPackages.isPackage(in)) {
                DebPackages.read(archive, in, visitor);
            } else {
                read(archive.toString(), in, visitor);
            }
        }
    }

    /**
     * The content of one file in the archive.
     *
     * @param path its name as the archive has it, without a leading {@code ./}
     * @param maxBytes a larger one is refused
     * @return empty if there is no such file
     */
    public static Optional<byte[]> find(Path archive, String path, int maxBytes) throws IOException {
        AtomicReference<byte[]> found = new AtomicReference<>();
        read(archive, (entry, content) -> {
            if (entry.kind() != Kind.FILE || !withoutDot(entry.path()).equals(path)) {
                return true;
            }
            found.set(limited(archive, entry, content, maxBytes));
            return false;
        });
        return Optional.ofNullable(found.get());
    }

    static byte[] limited(Path archive, Entry entry, InputStream content, int maxBytes) throws IOException {
        byte[] bytes = content.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new BuildFailure("The file " + entry.path() + " in " + archive + " is too large")
                    .detail("It has " + entry.size() + " bytes; at most " + maxBytes + " were expected.")
                    .remedy("Check that this is the archive you meant.");
        }
        return bytes;
    }

    /**
     * Like {@link #read(Path, Visitor)}, from a stream, which is left open.
     *
     * @param name how to call the archive in messages
     */
    static void read(String name, InputStream archive, Visitor visitor) throws IOException {
        Position position = new Position(archive, name);
        try {
            BufferedInputStream in = new BufferedInputStream(position, BUFFER_BYTES);
            byte[] start = start(position, in);
            InputStream expanded = expanded(position, in, start);
            if (expanded != null) {
                try (ReadAhead unpacked = new ReadAhead(expanded)) {
                    readTar(position, unpacked, visitor);
                }
            } else if (isTarHeader(start)) {
                readTar(position, in, visitor);
            } else {
                throw unknown(position.name, start);
            }
        } catch (IllegalArgumentException e) {
            // What commons-compress throws for a header that is none, such as the start of a web page.
            throw position.damaged(reason(e), e);
        }
    }

    private static void readTar(Position position, InputStream unpacked, Visitor visitor) throws IOException {
        EndSeekingTar tar = new EndSeekingTar(unpacked);
        InputStream content = new EntryContent(tar, e -> position.damaged(reason(e), e));
        for (TarArchiveEntry header = next(tar, position); header != null; header = next(tar, position)) {
            if (!visitor.visit(entry(header), content)) {
                return;
            }
        }
        if (!tar.sawEnd) {
            throw position.damaged("it ends without the end-of-archive mark of the tar format", null);
        }
        position.entry = "";
        drain(unpacked, position);
    }

    static InputStream open(Path archive) throws IOException {
        try {
            return Files.newInputStream(archive);
        } catch (NoSuchFileException e) {
            throw new BuildFailure("There is no archive " + archive, e)
                    .remedy("Check the path, or fetch the archive again.");
        }
    }

    private static String withoutDot(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static TarArchiveEntry next(EndSeekingTar tar, Position position) {
        try {
            TarArchiveEntry header = tar.getNextEntry();
            if (header != null) {
                position.entry = header.getName();
                if (!header.isCheckSumOK()) {
                    throw position.damaged("the checksum of a tar header is wrong", null);
                }
            }
            return header;
        } catch (IOException | IllegalArgumentException e) {
            throw position.damaged(reason(e), e);
        }
    }

    private static Entry entry(TarArchiveEntry header) {
        Kind kind = kind(header);
        return new Entry(
                header.getName(),
                kind,
                kind == Kind.FILE ? header.getRealSize() : 0,
                header.getMode() & 07777,
                header.getLastModifiedTime(),
                header.getLinkName() == null ? "" : header.getLinkName(),
                Entry.owner(
                        header.getLongUserId(),
                        header.getLongGroupId(),
                        String.valueOf(header.getUserName()),
                        String.valueOf(header.getGroupName())));
    }

    private static Kind kind(TarArchiveEntry header) {
        if (header.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return switch (header.getLinkFlag()) {
            case TarConstants.LF_NORMAL,
                    TarConstants.LF_OLDNORM,
                    TarConstants.LF_CONTIG,
                    TarConstants.LF_GNUTYPE_SPARSE -> Kind.FILE;
            case TarConstants.LF_SYMLINK -> Kind.SYMLINK;
            case TarConstants.LF_LINK -> Kind.HARD_LINK;
            default -> Kind.SPECIAL;
        };
    }

    /** Reads what follows the tar, so that the compressor sees its own end and verifies its checksum. */
    private static void drain(InputStream unpacked, Position position) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            while (unpacked.read(buffer) >= 0) {
                // only the compressor's own checks matter here
            }
        } catch (IOException e) {
            throw position.damaged(reason(e), e);
        }
    }

    /**
     * Copies what a compressed file (gzip, bzip2, xz, Zstandard) holds, whatever that is.
     *
     * @param maxBytes more are refused
     * @return false if the file is not compressed; then nothing is written
     * @throws BuildFailure if it is missing, damaged, truncated or too large
     */
    public static boolean expand(Path file, OutputStream target, long maxBytes) throws IOException {
        try (InputStream raw = open(file)) {
            Position position = new Position(raw, file.toString());
            BufferedInputStream in = new BufferedInputStream(position, BUFFER_BYTES);
            InputStream expanded = expanded(position, in, start(position, in));
            if (expanded == null) {
                return false;
            }
            byte[] buffer = new byte[BUFFER_BYTES];
            long bytes = 0;
            for (int n = read(expanded, buffer, position); n >= 0; n = read(expanded, buffer, position)) {
                bytes += n;
                if (bytes > maxBytes) {
                    throw new BuildFailure("The file " + file + " expands to more than " + maxBytes + " bytes")
                            .remedy("Check that this is the file you meant.");
                }
                target.write(buffer, 0, n);
            }
            return true;
        }
    }

    private static int read(InputStream expanded, byte[] buffer, Position position) {
        try {
            return expanded.read(buffer);
        } catch (IOException e) {
            throw position.damaged(reason(e), e);
        }
    }

    private static byte[] start(Position position, BufferedInputStream in) {
        try {
            in.mark(TAR_RECORD_BYTES);
            byte[] start = in.readNBytes(TAR_RECORD_BYTES);
            in.reset();
            return start;
        } catch (IOException e) {
            throw position.damaged(reason(e), e);
        }
    }

    /** The content of a compressed stream, or null if it is not compressed in a way we know. */
    private static @Nullable InputStream expanded(Position position, BufferedInputStream in, byte[] start) {
        try {
            if (startsWith(start, 0x28, 0xb5, 0x2f, 0xfd)) {
                return new BufferedInputStream(zstd(in), BUFFER_BYTES);
            }
            if (startsWith(start, 0x1f, 0x8b)) {
                return GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get();
            }
            if (startsWith(start, 0xfd, '7', 'z', 'X', 'Z', 0)) {
                return XZCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .setMemoryLimitKiB(XZ_MEMORY_LIMIT_KIB)
                        .get();
            }
            if (startsWith(start, 'B', 'Z', 'h')) {
                return new BZip2CompressorInputStream(in, true);
            }
            return null;
        } catch (IOException e) {
            throw position.damaged(reason(e), e);
        }
    }

    /** Whether bytes begin as an uncompressed tar archive does; 512 are needed. */
    public static boolean isTarHeader(byte[] start) {
        try {
            return start.length == TAR_RECORD_BYTES && TarUtils.verifyCheckSum(start);
        } catch (IllegalArgumentException e) {
            // Where the checksum belongs there is no octal number.
            return false;
        }
    }

    private static InputStream zstd(InputStream in) throws IOException {
        try {
            return new ZstdCompressorInputStream(in);
        } catch (LinkageError e) {
            throw noZstd(e);
        }
    }

    /** zstd-jni unpacks its native part into the temporary directory, which may forbid running code. */
    static BuildFailure noZstd(LinkageError e) {
        return new BuildFailure("The native Zstandard library cannot be loaded", e)
                .detail("It is unpacked into the temporary directory of Java: " + System.getProperty("java.io.tmpdir"))
                .remedy(
                        "If that directory is mounted noexec, name another one: MAVEN_OPTS=-DZstdTempFolder=<directory>");
    }

    private static BuildFailure unknown(String name, byte[] start) {
        if (start.length == 0) {
            return new BuildFailure("The archive " + name + " is empty").remedy("Fetch it again.");
        }
        BuildFailure failure = new BuildFailure("The file " + name
                        + " is no tar archive, plain or compressed with gzip, bzip2, xz or Zstandard")
                .detail("It begins with " + show(start));
        String text = new String(start, StandardCharsets.ISO_8859_1).stripLeading();
        if (text.startsWith("<")) {
            return failure.remedy("That looks like a web page: a proxy or a login page may have answered instead of the"
                    + " server. Open the address in a browser, mend the access, and fetch the archive again.");
        }
        if (startsWith(start, 'P', 'K')) {
            return failure.remedy("That looks like a zip archive; only tar archives are read here.");
        }
        return failure.remedy("Check that this is the file you meant, and fetch it again.");
    }

    private static String show(byte[] start) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(start.length, 16); i++) {
            int b = start[i] & 0xff;
            text.append(b >= ' ' && b < 0x7f ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\x%02x", b));
        }
        return text.append('"').toString();
    }

    private static boolean startsWith(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Remembers whether the mark that ends a tar was there: without it the archive was cut between two entries. */
    private static final class EndSeekingTar extends TarArchiveInputStream {

        private boolean sawEnd;

        EndSeekingTar(InputStream in) {
            super(in, StandardCharsets.UTF_8.name());
        }

        @Override
        protected boolean isEOFRecord(byte[] record) {
            boolean end = super.isEOFRecord(record);
            sawEnd |= end && record != null;
            return end;
        }
    }

    /** Where the reading stands, for messages. */
    private static final class Position extends FilterInputStream {

        private final String name;
        private String entry = "";
        /** Counted by the thread that expands, told by another. */
        private final AtomicLong bytes = new AtomicLong();

        Position(InputStream in, String name) {
            super(in);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            bytes.addAndGet(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            bytes.addAndGet(Math.max(n, 0));
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(n);
            bytes.addAndGet(skipped);
            return skipped;
        }

        BuildFailure damaged(String reason, @Nullable Exception cause) {
            BuildFailure failure = new BuildFailure("The archive " + name + " is damaged or incomplete")
                    .detail(reason)
                    .detail((entry.isEmpty() ? "" : "at the entry " + entry + ", ") + "after " + bytes
                            + " bytes of the file")
                    .remedy("Delete it and fetch it again; if it stays so, compare its digest with its maker's.");
            if (cause != null) {
                failure.initCause(cause);
            }
            return failure;
        }
    }
}
