package io.github.pythondist.wheelbuild;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.rust.RustRoom;
import io.github.pythondist.wheel.LockedWheel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * How a backend is run.
 *
 * @param python runs it, and the wheel is for it
 * @param wheels all that is installed where it runs
 * @param requires what has to be there by {@code [build-system] requires}
 * @param config the backend's own settings ({@code config_settings} of PEP 517)
 * @param variables added to the environment, and stronger than ours
 * @param patches applied to the source first, in this order, as {@code patch -p1} reads them
 * @param dependencies a prefix with static libraries and their headers
 * @param rust for a package that is written in it
 * @param sdist whether an sdist is made too
 * @param onlyRequires whether the backend is asked no more than what it requires beside that
 * @param epoch time of all files, seconds since 1970; {@code SOURCE_DATE_EPOCH}
 * @param hashSeed {@code PYTHONHASHSEED}: decides in which order a set gives its elements
 * @param jobs how many compilers make and CMake may run; empty leaves it to them
 * @param home whether there is a home directory that can be written
 * @param timeout after which it is ended, or empty to wait for ever
 * @param maxBytes that it may write, or empty for what the disk has
 * @param logDirectory where {@code build.log} and the like are put
 */
record BackendSettings(
        InterpreterHome python,
        List<LockedWheel> wheels,
        List<String> requires,
        SortedMap<String, String> config,
        SortedMap<String, String> variables,
        List<Path> patches,
        Optional<Path> dependencies,
        Optional<RustRoom> rust,
        boolean sdist,
        boolean onlyRequires,
        long epoch,
        String hashSeed,
        OptionalInt jobs,
        boolean home,
        Optional<Duration> timeout,
        OptionalLong maxBytes,
        Path logDirectory) {

    /** The seed of builds that are not to find out whether it matters. */
    static final String USUAL_HASH_SEED = "0";

    /** Those of a project's own wheel. */
    static BackendSettings of(WheelBuildRequest request, List<LockedWheel> wheels, List<String> requires) {
        return new BackendSettings(
                request.python(),
                wheels,
                requires,
                request.settings(),
                request.environmentVariables(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                request.sdist(),
                false,
                request.epoch(),
                USUAL_HASH_SEED,
                OptionalInt.empty(),
                true,
                request.timeout(),
                OptionalLong.empty(),
                request.workDirectory());
    }
}
