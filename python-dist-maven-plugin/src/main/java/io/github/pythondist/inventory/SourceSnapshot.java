package io.github.pythondist.inventory;

import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CPython source tree as far as it is asked for: the digest of every file, and the text of some.
 *
 * @param version as {@code Include/patchlevel.h} has it, such as {@code 3.13.5} or {@code 3.15.0rc1}
 * @param digests path below the top directory → digest of the file
 * @param texts path → content, for the files that were asked for and are there
 */
public record SourceSnapshot(String version, SortedMap<String, Digest> digests, SortedMap<String, String> texts) {

    private static final String PATCHLEVEL = "Include/patchlevel.h";
    // Names of files are made of it, so nothing but the form that CPython uses.
    private static final Pattern VERSION = Pattern.compile(
            "^#define\\s+PY_VERSION\\s+\"(\\d+(?:\\.\\d+)+(?:(?:a|b|rc)\\d+)?)\\+?\"", Pattern.MULTILINE);
    private static final Pattern SERIES = Pattern.compile("^(\\d+\\.\\d+)");

    public SourceSnapshot {
        digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /**
     * @param source a tar archive with one top directory, or an unpacked tree
     * @param wanted which files' texts to keep, by their path below the top directory
     * @throws BuildFailure if it is not a CPython source
     */
    public static SourceSnapshot read(Path source, Predicate<String> wanted) {
        SortedMap<String, Digest> digests = new TreeMap<>();
        SortedMap<String, String> texts = new TreeMap<>();
        Predicate<String> kept = wanted.or(PATCHLEVEL::equals);
        try {
            if (Files.isDirectory(source)) {
                readTree(source, kept, digests, texts);
            } else {
                readArchive(source, kept, digests, texts);
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the CPython source " + source, e);
        }
        Matcher version = VERSION.matcher(texts.getOrDefault(PATCHLEVEL, ""));
        if (!version.find()) {
            throw new BuildFailure(source + " is not a CPython source")
                    .detail("it has no " + PATCHLEVEL
                            + " that defines PY_VERSION as a version such as 3.13.5 or 3.15.0rc1")
                    .remedy(
                            "Name CPython's source archive, or the directory it was unpacked to (the one with configure)");
        }
        return new SourceSnapshot(version.group(1), digests, texts);
    }

    private static void readArchive(
            Path archive, Predicate<String> wanted, SortedMap<String, Digest> digests, SortedMap<String, String> texts)
            throws IOException {
        ArchiveReader.read(archive, (entry, content) -> {
            String path = entry.path().startsWith("./") ? entry.path().substring(2) : entry.path();
            int top = path.indexOf('/');
            if (entry.kind() == ArchiveReader.Kind.FILE && top > 0) {
                keep(path.substring(top + 1), content.readAllBytes(), wanted, digests, texts);
            }
            return true;
        });
    }

    private static void readTree(
            Path root, Predicate<String> wanted, SortedMap<String, Digest> digests, SortedMap<String, String> texts)
            throws IOException {
        for (Path file : Trees.list(root)) {
            String path = Trees.unixPath(root.relativize(file));
            if (Files.isRegularFile(file) && !path.startsWith(".git/")) {
                keep(path, Files.readAllBytes(file), wanted, digests, texts);
            }
        }
    }

    private static void keep(
            String path,
            byte[] bytes,
            Predicate<String> wanted,
            SortedMap<String, Digest> digests,
            SortedMap<String, String> texts) {
        digests.put(path, Digest.of(bytes));
        if (wanted.test(path)) {
            texts.put(path, new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** Major and minor version. */
    public String series() {
        Matcher matcher = SERIES.matcher(version);
        return matcher.find() ? matcher.group(1) : version;
    }

    /** The text of a file that was asked for, if the source has it. */
    public Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path));
    }
}
