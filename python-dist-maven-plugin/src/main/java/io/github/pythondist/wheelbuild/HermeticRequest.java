package io.github.pythondist.wheelbuild;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.rust.RustRoom;
import io.github.pythondist.wheel.LockedWheel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An sdist to make a wheel of in a build environment, with everything at hand that it takes.
 *
 * @param python runs the backend, and the wheel is for it
 * @param name of the package, normalised
 * @param version as PEP 440 writes it
 * @param sdist the source, verified
 * @param wheels all that is installed where the backend runs
 * @param requires what has to be there by {@code [build-system] requires}
 * @param recipe what the build is given beside that
 * @param epoch time of all files, seconds since 1970
 * @param timeout after which the backend is ended
 * @param maxBytes how much the build may write before it is ended
 * @param catalog has the compilers' wrappers
 * @param target of the interpreter
 * @param surroundings where it runs
 * @param directory for this build alone; deleted first
 * @param logDirectory where {@code build.log} and the like are put
 */
public record HermeticRequest(
        InterpreterHome python,
        String name,
        String version,
        Path sdist,
        List<LockedWheel> wheels,
        List<String> requires,
        Recipe recipe,
        long epoch,
        Duration timeout,
        long maxBytes,
        Catalog catalog,
        Target target,
        Surroundings surroundings,
        Path directory,
        Path logDirectory) {

    public HermeticRequest {
        wheels = List.copyOf(wheels);
        requires = List.copyOf(requires);
        directory = directory.toAbsolutePath().normalize();
        logDirectory = logDirectory.toAbsolutePath().normalize();
    }

    /**
     * What a package's build is given that it does not bring itself.
     *
     * @param config the backend's settings ({@code config_settings} of PEP 517)
     * @param variables of the environment
     * @param patches applied to the source, in this order
     * @param dependencies a prefix with static libraries and their headers
     * @param rust for a package that is written in it
     */
    public record Recipe(
            SortedMap<String, String> config,
            SortedMap<String, String> variables,
            List<Path> patches,
            Optional<Path> dependencies,
            Optional<RustRoom> rust) {

        public Recipe {
            patches = List.copyOf(patches);
        }
    }

    /**
     * Where a build runs.
     *
     * @param room the build environment
     * @param hashSeed {@code PYTHONHASHSEED}
     * @param jobs how many compilers make and CMake may run
     * @param home whether there is a home directory that can be written
     */
    public record Surroundings(Workshop.Room room, String hashSeed, int jobs, boolean home) {

        /** The {@code PYTHONHASHSEED} of first builds. */
        public static final String USUAL_HASH_SEED = BackendSettings.USUAL_HASH_SEED;

        /** Those of a first build. */
        public static Surroundings usual(Workshop.Room room) {
            return new Surroundings(room, USUAL_HASH_SEED, 1, true);
        }
    }
}
