package io.github.pythondist.wheelbuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The answer of a script of ours that ran beside foreign code, which may have put anything in its place: a link to a file of
 * this machine, a device, gigabytes.
 */
public final class ForeignAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 1 << 20;

    private ForeignAnswer() {}

    /**
     * @param directory not under the foreign code's control, unlike what is in it
     * @param path within that
     * @return nothing if there is no regular file, reached by no link, that has one JSON object and is of a usual size
     */
    public static Optional<JsonNode> read(Path directory, String path) {
        Path file = directory.resolve(path);
        try {
            Path folder = directory.relativize(file.getParent());
            if (!file.getParent()
                            .toRealPath()
                            .equals(directory.toRealPath().resolve(folder).normalize())
                    || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                return bytes.length > MAX_BYTES
                        ? Optional.empty()
                        : Optional.ofNullable(JSON.readTree(bytes)).filter(JsonNode::isObject);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
