package io.github.pythondist.archive;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Writes a directory tree as an archive whose bytes depend on names, contents, links and executable bits alone.
 *
 * <p>Entries are sorted by the bytes of their UTF-8 paths; owner and group are 0 without names; every modification time
 * is the one given; modes are 0755 for directories and executable files, 0644 for other files, 0777 for symbolic links.
 * Names that ustar cannot hold are written as PAX headers (POSIX.1-2001). Hard links are written as files of their own.
 * Links that lead out of the tree are refused, as are sockets, FIFOs and device nodes. A zip has no entries of
 * directories.
 */
@Named
@Singleton
public final class TreeArchiver {

    private static final int DIRECTORY_MODE = 0040755;
    private static final int EXECUTABLE_MODE = 0100755;
    private static final int FILE_MODE = 0100644;
    private static final int LINK_MODE = 0120777;
    private static final int BUFFER_BYTES = 1 << 17;
    // What Java puts for bytes of a name that are no text in the running locale.
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * Archives the content of a directory; the file appears whole, with its final content, or not at all.
     *
     * @throws BuildFailure if the tree holds what an archive cannot, or cannot be read, or the archive not be written
     */
    public WrittenArchive write(Path tree, Path archive, ArchiveOptions options) {
        MessageDigest sha256 = Digest.newSha256();
        int[] entries = new int[1];
        try {
            AtomicFiles.write(archive, temporary -> {
                try (OutputStream file = new DigestOutputStream(Files.newOutputStream(temporary), sha256);
                        ArchiveOutput output = output(file, temporary, tree, options)) {
                    entries[0] = write(tree, output, options);
                }
            });
            return new WrittenArchive(archive, Digest.of(sha256), Files.size(archive), entries[0]);
        } catch (IOException e) {
            throw new BuildFailure("Cannot archive " + tree + " as " + archive, e)
                    .detail(e.getClass().getSimpleName())
                    .remedy("Check free space and permissions there, then run the build again.");
        }
    }

    private static ArchiveOutput output(OutputStream file, Path temporary, Path tree, ArchiveOptions options)
            throws IOException {
        if (options.format() == ArchiveFormat.ZIP) {
            Path scratch = temporary.resolveSibling(temporary.getFileName() + ".entry");
            return new ZipOutput(new BufferedOutputStream(file, BUFFER_BYTES), scratch, tree, options);
        }
        return new Tar(compress(file, options), tree, options.epochSecond());
    }

    private static int write(Path tree, ArchiveOutput output, ArchiveOptions options) throws IOException {
        TreeMap<byte[], Path> found = new TreeMap<>(Arrays::compareUnsigned);
        collect(tree, tree, options, found);
        if (!options.prefix().isEmpty()) {
            for (int end = options.prefix().indexOf('/');
                    end >= 0;
                    end = options.prefix().indexOf('/', end + 1)) {
                output.directory(options.prefix().substring(0, end));
            }
            output.directory(options.prefix());
        }
        String prefix = options.prefix().isEmpty() ? "" : options.prefix() + "/";
        for (Map.Entry<String, byte[]> file : options.first().entrySet()) {
            output.file(prefix + file.getKey(), file.getValue());
        }
        for (Map.Entry<byte[], Path> entry : found.entrySet()) {
            String path = new String(entry.getKey(), StandardCharsets.UTF_8);
            if (!options.first().containsKey(path) && !options.last().containsKey(path)) {
                output.add(prefix + path, entry.getValue());
            }
        }
        for (Map.Entry<String, byte[]> file : options.last().entrySet()) {
            output.file(prefix + file.getKey(), file.getValue());
        }
        return output.entries();
    }

    private static void collect(Path tree, Path directory, ArchiveOptions options, Map<byte[], Path> found)
            throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                String path = Trees.unixPath(tree.relativize(child));
                if (path.indexOf(REPLACEMENT) >= 0) {
                    throw new BuildFailure("Cannot archive " + tree + ": Java cannot read the file name " + path)
                            .detail("It is not in the encoding of the running locale ("
                                    + System.getProperty("sun.jnu.encoding") + ").")
                            .remedy("Run Maven in a UTF-8 locale, for example LC_ALL=C.UTF-8.");
                }
                if (options.filter().test(path)) {
                    found.put(path.getBytes(StandardCharsets.UTF_8), child);
                    if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                        collect(tree, child, options, found);
                    }
                }
            }
        }
    }

    private static OutputStream compress(OutputStream file, ArchiveOptions options) throws IOException {
        // Buffered on both sides, so that the compressor always sees pieces of one size.
        OutputStream out = new BufferedOutputStream(file, BUFFER_BYTES);
        return switch (options.format()) {
            case TAR_ZST -> new BufferedOutputStream(zstd(out, options.level()), BUFFER_BYTES);
            case TAR_GZ -> {
                GzipParameters parameters = new GzipParameters();
                parameters.setCompressionLevel(options.level() == 0 ? ArchiveFormat.GZIP_LEVEL : options.level());
                parameters.setModificationInstant(Instant.EPOCH);
                parameters.setOS(GzipParameters.OS.UNKNOWN);
                yield new BufferedOutputStream(new GzipCompressorOutputStream(out, parameters), BUFFER_BYTES);
            }
            case TAR -> out;
            case ZIP -> throw new IllegalArgumentException("a zip compresses each file");
        };
    }

    private static OutputStream zstd(OutputStream out, int level) throws IOException {
        try {
            ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(
                    out, RecyclingBufferPool.INSTANCE, level == 0 ? ArchiveFormat.ZSTD_LEVEL : level);
            zstd.setChecksum(true);
            zstd.setWorkers(0);
            zstd.setLong(ArchiveFormat.ZSTD_WINDOW_LOG);
            return zstd;
        } catch (LinkageError e) {
            throw ArchiveReader.noZstd(e);
        }
    }

    /** A tar stream that knows nothing of this machine. */
    private static final class Tar extends TarArchiveOutputStream implements ArchiveOutput {

        private final Path tree;
        private final FileTime time;
        private int entries;

        Tar(OutputStream out, Path tree, long epochSecond) {
            super(out, StandardCharsets.UTF_8.name());
            this.tree = tree;
            time = FileTime.from(Instant.ofEpochSecond(epochSecond));
            setLongFileMode(LONGFILE_POSIX);
            setBigNumberMode(BIGNUMBER_POSIX);
            setAddPaxHeadersForNonAsciiNames(true);
        }

        /** Also sees the entries of PAX headers, which the library makes itself and signs with the user's name. */
        @Override
        public void putArchiveEntry(TarArchiveEntry entry) throws IOException {
            entry.setIds(0, 0);
            entry.setNames("", "");
            entry.setLastModifiedTime(time);
            super.putArchiveEntry(entry);
        }

        @Override
        public void add(String path, Path source) throws IOException {
            BasicFileAttributes attributes =
                    Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                directory(path);
            } else if (attributes.isSymbolicLink()) {
                ArchiveOutput.refuseEscape(tree, source);
                TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
                entry.setLinkName(Trees.unixPath(Files.readSymbolicLink(source)));
                put(entry, LINK_MODE, 0);
                closeArchiveEntry();
            } else if (attributes.isRegularFile()) {
                put(
                        new TarArchiveEntry(path),
                        ArchiveOutput.isProgram(source) ? EXECUTABLE_MODE : FILE_MODE,
                        attributes.size());
                Files.copy(source, this);
                closeArchiveEntry();
            } else {
                throw ArchiveOutput.special(source);
            }
        }

        @Override
        public void directory(String path) throws IOException {
            put(new TarArchiveEntry(path + "/"), DIRECTORY_MODE, 0);
            closeArchiveEntry();
        }

        @Override
        public void file(String path, byte[] content) throws IOException {
            put(new TarArchiveEntry(path), FILE_MODE, content.length);
            write(content);
            closeArchiveEntry();
        }

        private void put(TarArchiveEntry entry, int mode, long size) throws IOException {
            entry.setMode(mode);
            entry.setSize(size);
            entries++;
            putArchiveEntry(entry);
        }

        @Override
        public int entries() {
            return entries;
        }
    }
}
