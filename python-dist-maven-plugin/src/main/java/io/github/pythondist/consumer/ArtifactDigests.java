package io.github.pythondist.consumer;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Digests of large files, remembered by path, size and modification time, so that a build that changes nothing need not
 * read them again.
 */
final class ArtifactDigests {

    // A file this young could change again without a change of its time, on file systems that count in seconds.
    private static final Duration TOO_YOUNG = Duration.ofSeconds(2);

    private final Path directory;

    ArtifactDigests(Path directory) {
        this.directory = directory;
    }

    /** The digest, from memory if size and time are those remembered, else by reading the file. */
    Digest of(Path file) throws IOException {
        Optional<Digest> remembered = remembered(file);
        return remembered.isPresent() ? remembered.get() : compute(file);
    }

    /** The digest if size and time of the file are those remembered. */
    Optional<Digest> remembered(Path file) throws IOException {
        Path stamp = stamp(file);
        if (Files.isRegularFile(stamp)) {
            String[] lines = Files.readString(stamp).split("\n", -1);
            if (lines.length == 3 && lines[0].equals(state(file)) && lines[1].matches("[0-9a-f]{64}")) {
                return Optional.of(new Digest(lines[1]));
            }
        }
        return Optional.empty();
    }

    /** The digest by reading the file, remembered for the next time. */
    Digest compute(Path file) throws IOException {
        String before = state(file);
        Digest digest = Digest.of(file);
        FileTime modified = Files.getLastModifiedTime(file);
        boolean settled = modified.toInstant().isBefore(Instant.now().minus(TOO_YOUNG));
        if (settled && before.equals(state(file))) {
            remember(file, before + "\n" + digest.hex() + "\n");
        }
        return digest;
    }

    private void remember(Path file, String text) {
        try {
            AtomicFiles.writeString(stamp(file), text);
        } catch (IOException e) {
            // A cache that cannot be written to may still have the tree; then it costs time only.
        }
    }

    private Path stamp(Path file) {
        return directory.resolve(
                Digest.ofText(file.toAbsolutePath().normalize().toString()).hex());
    }

    private static String state(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.lastModifiedTime() + " "
                + file.toAbsolutePath().normalize();
    }
}
