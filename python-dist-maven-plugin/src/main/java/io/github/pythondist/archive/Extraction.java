package io.github.pythondist.archive;

import io.github.pythondist.archive.ArchiveReader.Entry;
import io.github.pythondist.files.LinkTargets;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of unpacking into one directory: writes each entry it is shown, or refuses it. */
class Extraction implements ArchiveReader.Visitor, AutoCloseable {

    private static final int IMPLICIT_DIRECTORY_MODE = 0755;
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_PATH_BYTES = 4096;
    private static final int PIECE_BYTES = 1 << 16;
    /** Larger files are not held in memory for another thread to write. */
    private static final int MAX_BYTES_IN_MEMORY = 1 << 20;

    /** A directory's metadata, which can only be set once nothing more is written into it. */
    private record Directory(int mode, @Nullable FileTime modified) {}

    final Path root;
    private final ExtractOptions options;
    private final boolean posix;
    private final FileWriters writers = new FileWriters();
    private final Map<Integer, Set<PosixFilePermission>> permissions = new HashMap<>();
    /** Directories known to be real ones, not links, by path relative to the root. */
    private final TreeMap<String, Directory> directories = new TreeMap<>();

    private final Map<String, ArchiveReader.Kind> written = new HashMap<>();
    private final Map<String, String> spellings = new HashMap<>();
    private final List<String> links = new ArrayList<>();

    String archive;
    private int entries;
    private long bytes;
    private @Nullable String top;

    Extraction(String archive, Path root, ExtractOptions options) {
        this.archive = archive;
        this.root = root;
        this.options = options;
        this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
        this.top = options.expectedRoot();
    }

    @Override
    public boolean visit(Entry entry, InputStream content) throws IOException {
        entries++;
        if (entries > options.maxEntries()) {
            throw tooLarge("more than " + options.maxEntries() + " entries");
        }
        String path = mapped(entry, entry.path(), entry.kind() == ArchiveReader.Kind.DIRECTORY)
                .orElse("");
        if (path.isEmpty()) {
            return true;
        }
        try {
            unpack(entry, path, content);
        } catch (InvalidPathException e) {
            throw refused(entry, "has a name that this system cannot write (" + e.getReason() + ")")
                    .remedy("If the name is not in ASCII, run Maven in a UTF-8 locale, for example LC_ALL=C.UTF-8.");
        } catch (FileAlreadyExistsException e) {
            throw overwrites(entry);
        }
        return true;
    }

    private void unpack(Entry entry, String path, InputStream content) throws IOException {
        Path target = root.resolve(path);
        checkLength(entry, path);
        makeParents(entry, path);
        if (entry.kind() == ArchiveReader.Kind.DIRECTORY) {
            makeDirectory(entry, path, target);
            return;
        }
        if (entry.kind() == ArchiveReader.Kind.SPECIAL) {
            throw refused(entry, "is a device node, a FIFO or of another kind that is not unpacked");
        }
        checkCase(entry, path);
        if (directories.containsKey(path) || written.containsKey(path)) {
            writers.await();
            existing(entry, path, content);
            return;
        }
        switch (entry.kind()) {
            case SYMLINK -> makeSymlink(entry, path, target);
            case HARD_LINK -> makeHardLink(entry, target);
            default -> writeFile(entry, target, content);
        }
        written.put(path, entry.kind());
        created(path);
    }

    /** Sets what had to wait for the last file, and checks where the links lead now that all of them are there. */
    void finish() throws IOException {
        writers.await();
        for (String link : links) {
            LinkTargets.escape(root, link).ifPresent(why -> {
                throw refusal("the symbolic link " + link, why);
            });
        }
        for (Map.Entry<String, Directory> directory :
                directories.descendingMap().entrySet()) {
            Path path = root.resolve(directory.getKey());
            if (posix) {
                Files.setPosixFilePermissions(
                        path, permissions(writable(directory.getValue().mode() | 0700)));
            }
            FileTime modified = directory.getValue().modified();
            if (modified != null) {
                Files.setLastModifiedTime(path, modified);
            }
        }
    }

    /** After this nothing is written any more, whether it was finished or not. */
    @Override
    public void close() throws IOException {
        writers.close();
    }

    /** Called for each new file and link; a file may still be written by another thread. */
    void created(String path) {}

    /**
     * An entry whose path has been written before. The same file once more, as some sdists have it, is left alone; all
     * else is refused unless a subclass knows better.
     */
    void existing(Entry entry, String path, InputStream content) throws IOException {
        boolean files = entry.kind() == ArchiveReader.Kind.FILE && written.get(path) == ArchiveReader.Kind.FILE;
        if (!files || !holds(root.resolve(path), content)) {
            throw refused(entry, "is in the archive twice");
        }
    }

    /** Whether this is a file with this content, which is read to where it differs. */
    final boolean holds(Path file, InputStream content) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream present = Files.newInputStream(file)) {
            byte[] there;
            do {
                there = present.readNBytes(PIECE_BYTES);
                if (!Arrays.equals(there, read(content, PIECE_BYTES))) {
                    return false;
                }
            } while (there.length > 0);
            return true;
        }
    }

    /** The target to write for a symbolic link; absolute ones are refused unless a subclass knows better. */
    String linkTarget(Entry entry, String path) {
        if (entry.linkTarget().startsWith("/")) {
            throw refused(entry, "is a symbolic link to the absolute path " + entry.linkTarget());
        }
        return entry.linkTarget();
    }

    /** Where the entry goes, relative to the root; empty if it is left out, or the root itself. */
    private Optional<String> mapped(Entry entry, String name, boolean directory) {
        String path = normalized(entry, name);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        if (options.expectedRoot() != null || options.stripComponents() > 0) {
            int slash = path.indexOf('/');
            if (slash < 0 && !directory) {
                throw refused(entry, "is not in a top directory");
            }
            String first = slash < 0 ? path : path.substring(0, slash);
            if (top == null) {
                top = first;
            }
            if (!first.equals(top)) {
                throw refused(entry, "is outside the top directory " + top);
            }
            if (options.stripComponents() > 0) {
                path = slash < 0 ? "" : path.substring(slash + 1);
            }
        }
        return path.isEmpty() ? Optional.empty() : options.mapper().apply(path);
    }

    private String normalized(Entry entry, String name) {
        if (name.startsWith("/")) {
            throw refused(entry, "has an absolute path");
        }
        StringBuilder path = new StringBuilder(name.length());
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                throw refused(entry, "has a path with \"..\" (" + name + ")");
            }
            boolean windows = root.getFileSystem().getSeparator().equals("\\");
            // Elsewhere whoever packs the tree again would hand it on to Windows.
            if ((part.contains("\\") && (windows || options.refuseCaseCollisions()))
                    || (part.contains(":") && windows)) {
                throw refused(entry, "has a name that Windows takes for a path");
            }
            path.append(path.isEmpty() ? "" : "/").append(part);
        }
        return path.toString();
    }

    private void checkLength(Entry entry, String path) {
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw refused(entry, "has a path of more than " + MAX_PATH_BYTES + " bytes");
        }
        for (String part : path.split("/", -1)) {
            if (part.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                throw refused(entry, "has a name of more than " + MAX_NAME_BYTES + " bytes");
            }
        }
    }

    private void checkCase(Entry entry, String path) {
        if (!options.refuseCaseCollisions()) {
            return;
        }
        String folded = Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        String other = spellings.putIfAbsent(folded, path);
        if (other != null && !other.equals(path)) {
            throw refused(entry, "differs from " + other + " in case or Unicode form only");
        }
    }

    private void makeParents(Entry entry, String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return;
        }
        String parent = path.substring(0, slash);
        if (directories.containsKey(parent)) {
            return;
        }
        makeParents(entry, parent);
        Path target = root.resolve(parent);
        createDirectory(entry, parent, target, new Directory(writable(IMPLICIT_DIRECTORY_MODE), null));
    }

    private void makeDirectory(Entry entry, String path, Path target) throws IOException {
        Directory directory =
                new Directory(writable(entry.mode() & 0777), options.keepTimes() ? entry.modified() : null);
        if (directories.replace(path, directory) == null) {
            createDirectory(entry, path, target, directory);
        }
    }

    private void createDirectory(Entry entry, String path, Path target, Directory directory) throws IOException {
        checkCase(entry, path);
        if (Files.isSymbolicLink(target)) {
            throw refused(entry, "would be written through the symbolic link " + path);
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            if (written.containsKey(path) || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw refused(entry, "needs the directory " + path + ", which is a file");
            }
            Files.createDirectory(target);
        }
        directories.put(path, directory);
    }

    private void writeFile(Entry entry, Path target, InputStream content) throws IOException {
        Set<PosixFilePermission> mode = permissions(writable(entry.mode() & 0777) | 0400);
        byte[] bytes = read(content, MAX_BYTES_IN_MEMORY + 1);
        if (bytes.length <= MAX_BYTES_IN_MEMORY) {
            writers.submit(bytes.length, () -> {
                try (FileChannel file = create(entry, target)) {
                    write(file, bytes, bytes.length);
                    complete(file, entry, target, mode);
                }
                return null;
            });
            return;
        }
        FileChannel file = create(entry, target);
        try {
            write(file, bytes, bytes.length);
            for (int n = read(content, bytes); n > 0; n = read(content, bytes)) {
                write(file, bytes, n);
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        // To sync a large file takes as long as to write many small ones.
        writers.submit(0, () -> {
            try (file) {
                complete(file, entry, target, mode);
            }
            return null;
        });
    }

    private byte[] read(InputStream content, int most) throws IOException {
        byte[] read = content.readNBytes(most);
        count(read.length);
        return read;
    }

    private int read(InputStream content, byte[] buffer) throws IOException {
        int n = content.readNBytes(buffer, 0, buffer.length);
        count(n);
        return n;
    }

    private void count(int more) {
        bytes += more;
        if (bytes > options.maxBytes()) {
            throw tooLarge("more than " + options.maxBytes() + " unpacked bytes");
        }
    }

    private FileChannel create(Entry entry, Path target) throws IOException {
        try {
            return FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw overwrites(entry);
        }
    }

    private static void write(FileChannel file, byte[] bytes, int length) throws IOException {
        // In pieces: Java keeps a buffer of the largest one for each thread.
        for (int start = 0; start < length; start += PIECE_BYTES) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, start, Math.min(PIECE_BYTES, length - start));
            while (piece.hasRemaining()) {
                file.write(piece);
            }
        }
    }

    private void complete(FileChannel file, Entry entry, Path target, Set<PosixFilePermission> mode)
            throws IOException {
        if (posix) {
            Files.setPosixFilePermissions(target, mode);
        }
        if (options.keepTimes()) {
            Files.setLastModifiedTime(target, entry.modified());
        }
        if (options.sync()) {
            file.force(true);
        }
    }

    private void makeSymlink(Entry entry, String path, Path target) throws IOException {
        String linkTarget = linkTarget(entry, path);
        if (linkTarget.isEmpty()) {
            throw refused(entry, "is a symbolic link to nothing");
        }
        Files.createSymbolicLink(target, target.getFileSystem().getPath(linkTarget));
        links.add(path);
    }

    private void makeHardLink(Entry entry, Path target) throws IOException {
        String linked = mapped(entry, entry.linkTarget(), false).orElse("");
        if (written.get(linked) != ArchiveReader.Kind.FILE && written.get(linked) != ArchiveReader.Kind.HARD_LINK) {
            throw refused(
                    entry, "is a hard link to " + entry.linkTarget() + ", which is no file unpacked from this archive");
        }
        Path existing = root.resolve(linked);
        writers.await();
        try {
            Files.createLink(target, existing);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(existing, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private int writable(int mode) {
        return options.readOnly() ? mode & ~0222 : mode;
    }

    private Set<PosixFilePermission> permissions(int mode) {
        return permissions.computeIfAbsent(mode, Extraction::permissionSet);
    }

    private static Set<PosixFilePermission> permissionSet(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        // declared from the owner's read bit (0400) down to the others' execute bit (0001)
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                set.add(all[i]);
            }
        }
        return set;
    }

    private BuildFailure overwrites(Entry entry) {
        return refused(entry, "would overwrite a file that is there already");
    }

    final BuildFailure refused(Entry entry, String why) {
        return refusal("the entry " + entry.path(), why);
    }

    private BuildFailure refusal(String what, String why) {
        return new BuildFailure("Refused to unpack " + archive + ": " + what + " " + why)
                .remedy("A proper archive has no such entry. Compare its digest with the one its maker publishes;"
                        + " if it is the right one, report the entry to its maker.");
    }

    private BuildFailure tooLarge(String what) {
        return new BuildFailure("Refused to unpack " + archive + ": it has " + what)
                .remedy("Compare its digest with the one its maker publishes; an archive of this size is not expected"
                        + " here.");
    }

    static BuildFailure cannotWrite(String archive, Path target, IOException cause) {
        return new BuildFailure("Cannot unpack " + archive + " to " + target, cause)
                .detail(cause.getClass().getSimpleName())
                .remedy("Check free space and permissions there, then run the build again.");
    }
}
