package io.github.pythondist.wheel;

import io.github.pythondist.files.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What is to be installed, file by file, as PEP 751 writes it in {@code pylock.toml}. Lock files of other tools are read
 * too; those have no {@link Origin}.
 *
 * @param requiresPython the versions of Python it was made for, as PEP 440 writes them
 * @param environments PEP 508 markers of the platforms it was made for; none means any
 * @param packages sorted by name and version
 * @param origin what the goal {@code lock} made it from
 */
public record LockFile(
        Optional<String> requiresPython,
        List<String> environments,
        List<LockedPackage> packages,
        Optional<Origin> origin) {

    /** The name that PEP 751 gives it. */
    public static final String FILE_NAME = "pylock.toml";

    /** The name, by PEP 751's scheme, of the one for what building requires. */
    public static final String BUILD_FILE_NAME = "pylock.build.toml";

    public LockFile {
        environments = List.copyOf(environments);
        packages = List.copyOf(packages);
    }

    /**
     * One version of a package.
     *
     * @param name normalised: lower case, with {@code -} between its parts
     * @param version as PEP 440 writes it
     * @param marker PEP 508 marker of where it is installed, if that is not everywhere
     * @param requiresPython the versions of Python it runs on
     * @param wheels any of which may be installed where its tags fit
     * @param sdist to make a wheel of where none fits
     */
    public record LockedPackage(
            String name,
            String version,
            Optional<String> marker,
            Optional<String> requiresPython,
            List<LockedFile> wheels,
            Optional<LockedFile> sdist) {

        public LockedPackage {
            wheels = List.copyOf(wheels);
        }
    }

    /**
     * A wheel or an sdist.
     *
     * @param name of the file
     * @param url where it was when it was locked
     * @param path where it is, from the lock file's directory, if it has no URL
     */
    public record LockedFile(String name, Optional<String> url, Optional<String> path, Digest sha256) {

        /** Whether it is a wheel. */
        public boolean isWheel() {
            return name.endsWith(".whl");
        }
    }

    /**
     * What the goal {@code lock} made a lock file from.
     *
     * @param requirements the file that was asked for, from the lock file's directory
     * @param extras the groups of {@code optional-dependencies} that were asked for, sorted
     * @param platforms the platforms, by their classifiers
     * @param build whether it is what building requires, rather than what is built
     * @param glibc the newest version of glibc that wheels were allowed to need
     * @param inputs every file that was read
     */
    public record Origin(
            String requirements,
            boolean build,
            List<String> extras,
            List<String> platforms,
            String glibc,
            List<Input> inputs) {

        public Origin {
            extras = List.copyOf(extras);
            platforms = List.copyOf(platforms);
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * A file that says what is required.
     *
     * @param path from the lock file's directory, with {@code /} between its names
     * @param sha256 of what matters in it, by {@link Requirements#digest}
     */
    public record Input(String path, Digest sha256) {}
}
