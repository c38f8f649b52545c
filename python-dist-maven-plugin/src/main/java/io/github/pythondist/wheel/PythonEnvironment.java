package io.github.pythondist.wheel;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A virtual environment (PEP 405) with the packages of a lock file.
 */
public record PythonEnvironment(Path directory) {

    /** Its interpreter, which sees its packages. */
    public Path executable() {
        return executable(directory);
    }

    static Path executable(Path directory) {
        Path windows = directory.resolve("Scripts").resolve("python.exe");
        return Files.exists(windows) ? windows : directory.resolve("bin").resolve("python");
    }
}
