package io.github.pythondist.wheel;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.platform.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to lock.
 *
 * @param python whose version and ABI the wheels are for, and whose pip resolves
 * @param requirements none is an error
 * @param lockFile where it is written
 * @param platforms to lock for
 * @param glibc newest version of glibc that wheels for Linux may need, such as {@code 2.28}
 * @param sdists whether packages without a fitting wheel are locked by their source; this runs their code
 * @param sources of which the directory and the index are asked
 * @param workDirectory for logs
 */
public record LockRequest(
        InterpreterHome python,
        Optional<Requirements> requirements,
        Path lockFile,
        List<Platform> platforms,
        String glibc,
        boolean sdists,
        WheelSources sources,
        Path workDirectory) {

    /** The glibc that most wheels ask for now; every Linux distribution since 2019 has it. */
    public static final String DEFAULT_GLIBC = "2.28";

    public LockRequest {
        platforms = List.copyOf(platforms);
        lockFile = lockFile.toAbsolutePath().normalize();
    }
}
