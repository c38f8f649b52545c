package io.github.pythondist.archive;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.LinkTargets;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes files and links of a directory tree as a zip archive, with modes and links as Info-ZIP's programs have them.
 * Entries are in the order of their paths, all of one time; directories have none.
 *
 * <p>The compressor is the zlib of the running Java, so the bytes are the same only where that is the same.
 */
public final class ZipArchiver {

    private static final int LINK_MODE = 0120777;
    private static final int PROGRAM_MODE = 0100755;
    private static final int FILE_MODE = 0100644;
    // The first moment that a zip can tell.
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ZipArchiver() {}

    /**
     * Archives the content of a directory; the file appears whole or not at all.
     *
     * @param prefix put before every path: empty, or a directory with a slash at its end
     * @param first path of the file that comes first
     * @param epochSecond time of all entries
     */
    public static void write(Path tree, Path archive, String prefix, String first, long epochSecond) {
        try {
            AtomicFiles.write(archive, temporary -> {
                try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(temporary)) {
                    zip.setEncoding(StandardCharsets.UTF_8.name());
                    zip.setUseZip64(Zip64Mode.AsNeeded);
                    add(zip, tree, tree.resolve(first), prefix, epochSecond);
                    List<Path> paths = Trees.list(tree);
                    for (Path path : paths) {
                        if (!path.equals(tree.resolve(first)) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                            add(zip, tree, path, prefix, epochSecond);
                        }
                    }
                }
            });
        } catch (IOException e) {
            throw new BuildFailure("Cannot archive " + tree + " as " + archive, e)
                    .detail(e.getClass().getSimpleName())
                    .remedy("Check free space and permissions there, then run the build again.");
        }
    }

    private static void add(ZipArchiveOutputStream zip, Path tree, Path file, String prefix, long epochSecond)
            throws IOException {
        String path = Trees.unixPath(tree.relativize(file));
        ZipArchiveEntry entry = new ZipArchiveEntry(prefix + path);
        // As local time: a zip has no zone, and another field would tell it apart on machines of other zones.
        LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(epochSecond), ZoneOffset.UTC);
        entry.setTimeLocal(time.isBefore(EPOCH) ? EPOCH : time);
        if (Files.isSymbolicLink(file)) {
            Optional<String> why = LinkTargets.escape(tree, path);
            if (why.isPresent()) {
                throw new BuildFailure("Cannot archive " + tree + ": the symbolic link " + file + " " + why.get())
                        .remedy("Make it a relative link inside the tree, delete it, or leave it out.");
            }
            entry.setUnixMode(LINK_MODE);
            zip.putArchiveEntry(entry);
            zip.write(Trees.unixPath(Files.readSymbolicLink(file)).getBytes(StandardCharsets.UTF_8));
        } else {
            boolean program = file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
            entry.setUnixMode(program ? PROGRAM_MODE : FILE_MODE);
            zip.putArchiveEntry(entry);
            Files.copy(file, zip);
        }
        zip.closeArchiveEntry();
    }
}
