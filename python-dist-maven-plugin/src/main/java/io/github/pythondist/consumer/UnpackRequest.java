package io.github.pythondist.consumer;

import io.github.pythondist.files.Digest;
import io.github.pythondist.platform.Platform;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to unpack.
 *
 * @param archive a python-dist archive
 * @param expected the digest it must have, or null to take it as Maven resolved it
 * @param host the machine it must run on, or null to unpack it for use elsewhere
 */
public record UnpackRequest(
        Path archive, @Nullable Digest expected, @Nullable Platform host) {

    public static UnpackRequest of(Path archive) {
        return new UnpackRequest(archive, null, null);
    }

    public UnpackRequest withExpected(Digest digest) {
        return new UnpackRequest(archive, digest, host);
    }

    public UnpackRequest withHost(Platform platform) {
        return new UnpackRequest(archive, expected, platform);
    }
}
