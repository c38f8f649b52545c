package io.github.pythondist.wheel;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.platform.Platform;
import java.nio.file.Path;
import java.util.List;

/**
 * What to bring together for a Maven repository.
 *
 * @param groupId of the artifacts
 * @param platforms whose files are wanted; none means those the lock file was made for
 * @param sources where files come from
 * @param workDirectory for logs
 */
public record MirrorRequest(
        InterpreterHome python,
        Path lockFile,
        String groupId,
        List<Platform> platforms,
        WheelSources sources,
        Path workDirectory) {

    public MirrorRequest {
        lockFile = lockFile.toAbsolutePath().normalize();
        platforms = List.copyOf(platforms);
    }
}
