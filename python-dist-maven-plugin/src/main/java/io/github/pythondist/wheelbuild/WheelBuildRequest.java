package io.github.pythondist.wheelbuild;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.source.FetchSettings;
import io.github.pythondist.wheel.WheelSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A project to make a wheel of.
 *
 * @param python runs the backend, and the wheel is for it
 * @param directory the project, with its {@code pyproject.toml}
 * @param excluded a directory in it that is no source, such as Maven's {@code target}
 * @param lockFile of what the build requires; need not be there if that is nothing
 * @param sources where the build's requirements come from
 * @param place where the backend runs
 * @param settings the backend's own ({@code config_settings} of PEP 517)
 * @param environmentVariables added, and stronger than ours
 * @param sdist whether an sdist is made too
 * @param epoch time of all files, seconds since 1970; {@code SOURCE_DATE_EPOCH} of the backend
 * @param timeout after which the backend is ended, or empty to wait for ever
 * @param fetch where the packages of a build environment may come from
 * @param cacheDirectory everything that is shared by builds
 * @param outputDirectory where the wheel is put
 * @param workDirectory for this build alone: scratch space and logs
 */
public record WheelBuildRequest(
        InterpreterHome python,
        Path directory,
        Path excluded,
        Path lockFile,
        WheelSources sources,
        BuildPlace place,
        SortedMap<String, String> settings,
        SortedMap<String, String> environmentVariables,
        boolean sdist,
        long epoch,
        Optional<Duration> timeout,
        FetchSettings fetch,
        Path cacheDirectory,
        Path outputDirectory,
        Path workDirectory) {

    public WheelBuildRequest {
        directory = directory.toAbsolutePath().normalize();
        excluded = excluded.toAbsolutePath().normalize();
        lockFile = lockFile.toAbsolutePath().normalize();
        outputDirectory = outputDirectory.toAbsolutePath().normalize();
        workDirectory = workDirectory.toAbsolutePath().normalize();
    }

    /**
     * The directory of a Maven project's Python project.
     *
     * @param configured as the user says; without a word {@code src/main/python} if it has a {@code pyproject.toml}, else
     *     the base directory
     */
    public static Path directory(Path baseDirectory, Optional<Path> configured) {
        Path usual = baseDirectory.resolve("src").resolve("main").resolve("python");
        return configured.orElse(Files.exists(usual.resolve(PyProject.FILE_NAME)) ? usual : baseDirectory);
    }
}
