package io.github.pythondist.distribution;

import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.report.BuildFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads single files out of source archives and of the wheels inside them. */
final class SourceTexts {

    static final int MAX_BYTES = 16 << 20;
    private static final Pattern LICENSE =
            Pattern.compile("(licen[cs]es/|licen[cs]e|copying|copyright|legal)[^/]*", Pattern.CASE_INSENSITIVE);

    private SourceTexts() {}

    /**
     * @param archive a source archive with one top directory
     * @param paths files below that directory
     * @return path → content, for all of {@code paths}
     * @throws BuildFailure if one is missing
     */
    static Map<String, byte[]> fromArchive(Path archive, Collection<String> paths) throws IOException {
        return read(archive, paths, false);
    }

    /** The same, and also every file right below the top directory whose name says that it holds a licence. */
    static Map<String, byte[]> licenses(Path archive, Collection<String> paths) throws IOException {
        return read(archive, paths, true);
    }

    private static Map<String, byte[]> read(Path archive, Collection<String> paths, boolean licenses)
            throws IOException {
        Set<String> missing = new TreeSet<>(paths);
        Map<String, byte[]> found = new TreeMap<>();
        Map<String, String> links = new TreeMap<>();
        ArchiveReader.read(archive, (entry, content) -> {
            String path = entry.path().startsWith("./") ? entry.path().substring(2) : entry.path();
            String below = path.substring(path.indexOf('/') + 1);
            if (entry.kind() == ArchiveReader.Kind.FILE
                    && (missing.remove(below)
                            || (licenses && LICENSE.matcher(below).matches()))) {
                found.put(below, content.readNBytes(MAX_BYTES));
            }
            if (entry.kind() == ArchiveReader.Kind.SYMLINK
                    && licenses
                    && LICENSE.matcher(below).matches()) {
                links.put(
                        below,
                        Path.of(below)
                                .resolveSibling(entry.linkTarget())
                                .normalize()
                                .toString());
            }
            return licenses || !missing.isEmpty();
        });
        if (!links.isEmpty()) {
            Map<String, byte[]> targets = read(archive, new TreeSet<>(links.values()), false);
            links.forEach((link, target) -> {
                missing.remove(link);
                found.put(link, targets.get(target));
            });
        }
        found.forEach((path, text) -> requireText(archive, path, text));
        requireAll(archive.getFileName().toString(), missing);
        return found;
    }

    /** The same for a wheel, which is a zip file without a top directory. */
    static Map<String, byte[]> fromWheel(String name, byte[] wheel, Collection<String> paths) throws IOException {
        Set<String> missing = new TreeSet<>(paths);
        Map<String, byte[]> found = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(wheel))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (missing.remove(entry.getName())) {
                    found.put(entry.getName(), zip.readNBytes(MAX_BYTES));
                }
            }
        }
        requireAll(name, missing);
        return found;
    }

    /** A text in an encoding with zero bytes could not be screened. */
    private static void requireText(Path archive, String path, byte[] text) {
        if (LICENSE.matcher(path).matches()) {
            for (byte character : text) {
                if (character == 0) {
                    throw new BuildFailure("The licence file " + path + " in " + archive.getFileName()
                                    + " is not text in UTF-8 or ISO 8859-1")
                            .remedy("Read it; if it does not hold for what is linked, name it with the reason under"
                                    + " 'other-license-files'");
                }
            }
        }
    }

    private static void requireAll(String archive, Set<String> missing) {
        if (!missing.isEmpty()) {
            throw new BuildFailure("The source " + archive + " does not hold " + String.join(", ", missing))
                    .remedy("Correct 'license-files' in the catalog: every component ships its licence text");
        }
    }
}
