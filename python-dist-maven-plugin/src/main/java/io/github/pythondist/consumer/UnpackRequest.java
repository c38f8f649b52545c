package io.github.pythondist.consumer;

import io.github.pythondist.files.Digest;
import io.github.pythondist.platform.Platform;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to unpack.
 *
 * @param archive a python-dist archive
 * @param name how to call it in messages: its coordinates, or the file's name
 * @param expected the digest it must have, or null to take it as Maven resolved it
 * @param pinnedBy what tells that digest
 * @param host the machine it must run on, or null to unpack it for use elsewhere
 */
public record UnpackRequest(
        Path archive,
        String name,
        @Nullable Digest expected,
        String pinnedBy,
        @Nullable Platform host) {

    public static UnpackRequest of(Path archive) {
        return new UnpackRequest(archive, String.valueOf(archive.getFileName()), null, "", null);
    }

    public UnpackRequest withName(String coordinates) {
        return new UnpackRequest(archive, coordinates, expected, pinnedBy, host);
    }

    /**
     * @param by what tells the digest, for the message if the archive has another
     */
    public UnpackRequest withExpected(Digest digest, String by) {
        return new UnpackRequest(archive, name, digest, by, host);
    }

    public UnpackRequest withHost(Platform platform) {
        return new UnpackRequest(archive, name, expected, pinnedBy, platform);
    }
}
