package io.github.pythondist.source;

import io.github.pythondist.files.AtomicFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * An unfinished download, which outlives a killed build: the bytes so far in {@code .part}, and beside it in
 * {@code .part.origin} the URL they came from and the server's validator for them (an ETag or date), one a line. To be
 * used under the lock of its directory only.
 */
final class PartFile {

    private static final String NAME = ".part";

    /**
     * @param uri as requested
     * @param validator for If-Range; empty if the server gave none
     */
    record Origin(URI uri, String validator) {}

    private final Path path;
    private final Path originPath;

    PartFile(Path directory) {
        path = directory.resolve(NAME);
        originPath = directory.resolve(NAME + ".origin");
    }

    Path path() {
        return path;
    }

    /** Bytes so far; 0 if there is no such file. */
    long size() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /** Empty if unknown, which a kill between two writes may bring about. */
    Optional<Origin> origin() throws IOException {
        if (!Files.exists(originPath)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(originPath, StandardCharsets.UTF_8);
        if (lines.size() != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Origin(URI.create(lines.get(0)), lines.get(1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Starts over. The old bytes go before the new origin is noted, never the other way round. */
    FileChannel begin(Origin origin) throws IOException {
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            Files.writeString(originPath, origin.uri() + "\n" + origin.validator() + "\n", StandardCharsets.UTF_8);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Goes on behind the bytes that are there. */
    FileChannel resume() throws IOException {
        return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(originPath);
    }

    /** Makes the bytes, which the caller has verified, the file {@code target} in the same directory. */
    void publish(Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        AtomicFiles.moveInPlace(path, target);
        Files.deleteIfExists(originPath);
    }
}
