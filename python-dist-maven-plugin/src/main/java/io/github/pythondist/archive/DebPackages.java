package io.github.pythondist.archive;

import io.github.pythondist.archive.ArchiveReader.Entry;
import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.report.BuildFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;

/**
 * Unpacks Debian binary packages (deb(5): an ar archive whose member {@code data.tar.*} is the file tree) side by side
 * into one root, without dpkg and without root rights. Maintainer scripts are never read, let alone run.
 *
 * <p>The root has the merged layout: {@code bin}, {@code sbin} and {@code lib*} below it are links into {@code usr/},
 * and what packages put there goes to {@code usr/}. Absolute symbolic links are rewritten relative to the root, so that
 * the tree works wherever it stands.
 */
@Named
@Singleton
public final class DebPackages {

    private static final String AR_MAGIC = "!<arch>\n";
    private static final List<String> MERGED = List.of("bin", "lib", "lib32", "lib64", "libx32", "sbin");

    /**
     * Unpacks packages into one root, in the given order.
     *
     * @param root created if missing; should be empty
     * @param keep which paths below the root (merged, without leading slash, such as {@code usr/bin/make}) are
     *     unpacked; asked for directories too, but one that is left out is made all the same if something in it is kept
     * @throws BuildFailure if a package is damaged or is no package, if two packages bring different files of one name,
     *     and for all that {@link TreeExtractor} refuses
     */
    public void unpack(List<Path> packages, Path root, Predicate<String> keep) {
        ExtractOptions options = ExtractOptions.defaults()
                .withMapper(path -> Optional.of(merged(path)).filter(keep));
        try {
            Files.createDirectories(root);
            try (Merge merge = new Merge(root, options)) {
                for (Path deb : packages) {
                    merge.archive = deb.getFileName().toString();
                    unpack(deb, merge);
                }
                for (String name : MERGED) {
                    Path link = root.resolve(name);
                    if (Files.isDirectory(root.resolve("usr").resolve(name), LinkOption.NOFOLLOW_LINKS)
                            && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(link, Path.of("usr", name));
                    }
                }
                merge.finish();
            }
        } catch (IOException e) {
            throw Extraction.cannotWrite(packages.size() + " packages", root, e);
        }
    }

    private static void unpack(Path deb, Merge merge) throws IOException {
        try (InputStream file = new BufferedInputStream(ArchiveReader.open(deb), 1 << 16)) {
            read(deb, file, merge);
        }
    }

    /** Whether a stream that can be marked begins as an ar archive does. */
    static boolean isPackage(InputStream in) throws IOException {
        in.mark(AR_MAGIC.length());
        boolean is = Arrays.equals(in.readNBytes(AR_MAGIC.length()), AR_MAGIC.getBytes(StandardCharsets.US_ASCII));
        in.reset();
        return is;
    }

    /** Shows the entries of a package's file tree to the visitor. */
    static void read(Path deb, InputStream file, ArchiveReader.Visitor visitor) throws IOException {
        try (ArArchiveInputStream ar = new ArArchiveInputStream(file)) {
            for (ArArchiveEntry member = next(ar, deb); member != null; member = next(ar, deb)) {
                if (member.getName().startsWith("data.tar")) {
                    ArchiveReader.read(deb.getFileName() + " (" + member.getName() + ")", ar, visitor);
                    return;
                }
            }
        }
        throw new BuildFailure("The file " + deb + " is no complete Debian package: it has no member data.tar")
                .remedy("Delete it and fetch it again.");
    }

    private static ArArchiveEntry next(ArArchiveInputStream ar, Path deb) {
        try {
            return ar.getNextEntry();
        } catch (IOException e) {
            throw new BuildFailure("The file " + deb + " is no Debian package, or is damaged", e)
                    .remedy("Delete it and fetch it again.");
        }
    }

    private static String merged(String path) {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        return MERGED.contains(first) ? "usr/" + path : path;
    }

    private static final class Merge extends Extraction {

        /** Which package brought a file or link. */
        private final Map<String, String> owners = new HashMap<>();

        Merge(Path root, ExtractOptions options) {
            super("", root, options);
        }

        @Override
        public boolean visit(Entry entry, InputStream content) throws IOException {
            // Where a package brings the links of the merged layout itself, ours are the same.
            if (entry.kind() == Kind.SYMLINK && isMergedLink(entry)) {
                return true;
            }
            return super.visit(entry, content);
        }

        private static boolean isMergedLink(Entry entry) {
            String path = entry.path().startsWith("./") ? entry.path().substring(2) : entry.path();
            return MERGED.contains(path)
                    && entry.linkTarget().replaceFirst("^/", "").equals("usr/" + path);
        }

        @Override
        void created(String path) {
            owners.put(path, archive);
        }

        @Override
        void existing(Entry entry, String path, InputStream content) throws IOException {
            String owner = owners.get(path);
            if (owner == null || owner.equals(archive)) {
                throw refused(entry, owner == null ? "is a directory of another package" : "is in the package twice");
            }
            if (!same(entry, path, content)) {
                throw new BuildFailure(
                                "Two packages bring different files as " + path + ": " + owner + " and " + archive)
                        .remedy("Leave one of them out of the list of packages, or the file out of what is kept.");
            }
        }

        private boolean same(Entry entry, String path, InputStream content) throws IOException {
            Path present = root.resolve(path);
            return switch (entry.kind()) {
                case FILE -> holds(present, content);
                case SYMLINK ->
                    Files.isSymbolicLink(present)
                            && Files.readSymbolicLink(present).toString().equals(linkTarget(entry, path));
                default -> false;
            };
        }

        @Override
        String linkTarget(Entry entry, String path) {
            if (!entry.linkTarget().startsWith("/")) {
                return entry.linkTarget();
            }
            Path target =
                    Path.of(merged(entry.linkTarget().replaceFirst("^/+", ""))).normalize();
            Path parent = Path.of(path).getParent();
            String relative = parent == null
                    ? target.toString()
                    : parent.relativize(target).toString();
            return relative.isEmpty() ? "." : relative;
        }
    }
}
