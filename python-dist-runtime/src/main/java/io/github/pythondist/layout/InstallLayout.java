package io.github.pythondist.layout;

import io.github.pythondist.platform.Platform;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where an interpreter, or a virtual environment, has what packages bring: the schemes {@code posix_prefix} and {@code
 * nt} of Python's module {@code sysconfig}. Paths are relative to its top directory, with {@code /} between their parts.
 */
public enum InstallLayout {
    /** Linux and macOS: the interpreter is in {@code bin}, and the library for embedding is there for others alone. */
    POSIX("bin", "lib/python%s/site-packages", "include/python%s", "lib/libpython*", "lib/pkgconfig"),
    /** Windows: the interpreter is at the top, and needs its library. */
    WINDOWS("Scripts", "Lib/site-packages", "include", "", "libs");

    private final String scripts;
    private final String packages;
    private final String headers;
    private final String spareLibraries;
    private final String forLinkers;

    InstallLayout(String scripts, String packages, String headers, String spareLibraries, String forLinkers) {
        this.scripts = scripts;
        this.packages = packages;
        this.headers = headers;
        this.spareLibraries = spareLibraries;
        this.forLinkers = forLinkers;
    }

    /** That of interpreters for a platform. */
    public static InstallLayout of(Platform platform) {
        return platform.os().equals("windows") ? WINDOWS : POSIX;
    }

    /** Whether a file can be an interpreter: a program, where the system marks those. */
    public boolean isInterpreter(Path file) {
        return this == WINDOWS ? Files.isRegularFile(file) : Files.isExecutable(file);
    }

    /** Programs of packages. */
    public String scripts() {
        return scripts;
    }

    /**
     * Modules of packages.
     *
     * @param series such as {@code 3.13}
     */
    public String packages(String series) {
        return packages.formatted(series);
    }

    /** Headers, in which each package has a directory. */
    public String headers(String series) {
        return headers.formatted(series);
    }

    /** Glob of libraries that the interpreter itself runs without; empty if it needs all that it has. */
    public String spareLibraries() {
        return spareLibraries;
    }

    /** The directory that tells linkers of the library for embedding. */
    public String forLinkers() {
        return forLinkers;
    }
}
