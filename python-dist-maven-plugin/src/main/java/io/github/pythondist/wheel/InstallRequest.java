package io.github.pythondist.wheel;

import io.github.pythondist.consumer.InterpreterHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to install.
 *
 * @param python the environment is made of; it is not written to
 * @param requirements what the lock file must have been made from; may be missing where another tool made it
 * @param lockFile none where {@code wheels} are all that is wanted
 * @param wheels further wheels that are at hand, such as those of other modules; of their requirements nothing is fetched
 * @param environment the virtual environment's place
 * @param compile whether modules are compiled, so that they start faster
 * @param sdists whether packages that have no fitting wheel are built from their source; this runs their code
 * @param sources where files come from
 * @param workDirectory for logs
 */
public record InstallRequest(
        InterpreterHome python,
        Optional<Requirements> requirements,
        Optional<Path> lockFile,
        List<Path> wheels,
        Path environment,
        boolean compile,
        boolean sdists,
        WheelSources sources,
        Path workDirectory) {

    public InstallRequest {
        lockFile = lockFile.map(file -> file.toAbsolutePath().normalize());
        wheels = List.copyOf(wheels);
        environment = environment.toAbsolutePath().normalize();
        workDirectory = workDirectory.toAbsolutePath().normalize();
    }
}
