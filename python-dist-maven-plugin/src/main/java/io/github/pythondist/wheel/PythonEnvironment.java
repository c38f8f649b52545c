package io.github.pythondist.wheel;

import io.github.pythondist.report.BuildFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A virtual environment (PEP 405) with the packages of a lock file.
 */
public record PythonEnvironment(Path directory) {

    /**
     * Says before anything is done what the module {@code venv} says with a traceback.
     *
     * @param place of an environment to be made
     * @param remedy what to do where that is not just to move the project
     * @throws BuildFailure if {@code PATH} could not name it
     */
    public static void requirePlace(String place, String remedy) {
        if (place.contains(File.pathSeparator)) {
            throw new BuildFailure("There can be no virtual environment in " + place)
                    .detail("'" + File.pathSeparator
                            + "' keeps the directories of PATH apart, so none may have it in its" + " name")
                    .remedy(remedy);
        }
    }

    /** Its interpreter, which sees its packages. */
    public Path executable() {
        return executable(directory);
    }

    static Path executable(Path directory) {
        Path windows = directory.resolve("Scripts").resolve("python.exe");
        return Files.exists(windows) ? windows : directory.resolve("bin").resolve("python");
    }
}
