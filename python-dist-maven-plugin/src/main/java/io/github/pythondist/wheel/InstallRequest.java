package io.github.pythondist.wheel;

import io.github.pythondist.consumer.InterpreterHome;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to install.
 *
 * @param python the environment is made of; it is not written to
 * @param requirements what the lock file must have been made from; may be missing where another tool made it
 * @param environment the virtual environment's place
 * @param compile whether modules are compiled, so that they start faster
 * @param sdists whether packages that have no fitting wheel are built from their source; this runs their code
 * @param sources where files come from
 * @param workDirectory for logs
 */
public record InstallRequest(
        InterpreterHome python,
        Optional<Requirements> requirements,
        Path lockFile,
        Path environment,
        boolean compile,
        boolean sdists,
        WheelSources sources,
        Path workDirectory) {

    public InstallRequest {
        lockFile = lockFile.toAbsolutePath().normalize();
        environment = environment.toAbsolutePath().normalize();
        workDirectory = workDirectory.toAbsolutePath().normalize();
    }
}
