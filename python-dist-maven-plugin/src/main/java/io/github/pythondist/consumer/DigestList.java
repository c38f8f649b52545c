package io.github.pythondist.consumer;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SHA-256 digests of artifacts, published apart from them, so that an archive is known before anything of it is read.
 *
 * <p>The file is what {@code sha256sum} writes and checks: for each artifact, sorted, a line of 64 lower-case hexadecimal
 * digits, two spaces and the artifact's path in a Maven repository. So {@code sha256sum -c --ignore-missing} in the local
 * repository checks it, and Maven's trusted checksums take it as their summary file.
 *
 * @param digests digest by path, as {@link Coordinates#path()} has it
 */
public record DigestList(SortedMap<String, Digest> digests) {

    /** Type of the artifact that is such a list. */
    public static final String TYPE = "sha256sums";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})[ ][ *]([^/\\s]+(?:/[^/\\s]+)+)");
    // A list of a thousand interpreters has a tenth of this.
    private static final long MAX_BYTES = 4 << 20;

    public DigestList {
        digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    }

    /** A list of these digests. */
    public static DigestList of(Map<Coordinates, Digest> digests) {
        SortedMap<String, Digest> byPath = new TreeMap<>();
        digests.forEach((coordinates, digest) -> byPath.put(coordinates.path(), digest));
        return new DigestList(byPath);
    }

    /**
     * Reads a list.
     *
     * @throws BuildFailure if the file is missing or not of the form: a list that is read by half would check by half
     */
    public static DigestList read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw malformed(file, "it has " + Files.size(file) + " bytes");
            }
            SortedMap<String, Digest> digests = new TreeMap<>();
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                Matcher matcher = LINE.matcher(line);
                if (!matcher.matches()) {
                    throw malformed(file, "line " + number + " is: " + line);
                }
                Digest digest = new Digest(matcher.group(1));
                Digest other = digests.putIfAbsent(matcher.group(2), digest);
                if (other != null && !other.equals(digest)) {
                    throw malformed(file, "it has two digests of " + matcher.group(2));
                }
            }
            return new DigestList(digests);
        } catch (NoSuchFileException e) {
            throw new BuildFailure("There is no list of digests " + file, e).remedy("Resolve the artifact again.");
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the list of digests " + file, e).remedy("Check the file.");
        }
    }

    /** The digest that an artifact must have, or nothing if the list does not know it. */
    public Optional<Digest> of(Coordinates coordinates) {
        return Optional.ofNullable(digests.get(coordinates.path()));
    }

    /** The file's text: the same for the same digests. */
    public String text() {
        StringBuilder text = new StringBuilder();
        digests.forEach((path, digest) -> text.append(digest.checksumLine(path)));
        return text.toString();
    }

    private static BuildFailure malformed(Path file, String why) {
        return new BuildFailure("The file " + file + " is no list of digests")
                .detail(why)
                .remedy(
                        "Each line has a SHA-256 digest, two spaces and a path in a Maven repository. Delete the file from"
                                + " the local repository, so that it is fetched anew.");
    }
}
