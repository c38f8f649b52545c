package io.github.pythondist.wheeltrack;

import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.reproduce.Axis;
import io.github.pythondist.rust.CrateIndex;
import io.github.pythondist.source.FetchSettings;
import io.github.pythondist.wheel.WheelSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Packages to build twice.
 *
 * @param python runs the builds, and the wheels are for it
 * @param coordinates of the interpreter's archive
 * @param packages each a name with versions, as PEP 508 writes them
 * @param requirements a file with more of them
 * @param only normalised names of the packages that are looked at; all, if there is none
 * @param lists names of lists in the catalog, whose lines come before those
 * @param lockFile {@code wheels.lock.json}
 * @param update whether what is locked is looked up again
 * @param recordFile {@code wheels.json}
 * @param date of this run in the record, ISO 8601
 * @param sources where sdists and wheels come from
 * @param crateIndex where crates come from that packages with Rust are built of
 * @param catalog a folder laid out like the catalog, whose files join or replace its own
 * @param sourceSet versions of the components that recipes name
 * @param recipes by the package's normalised name; they take the place of the catalog's
 * @param baseDirectory what the patches of those are relative to
 * @param tier how builds are kept apart from the machine, or empty for the best that works
 * @param axes what second builds have otherwise
 * @param jobs how many packages are built at once
 * @param limits of each build
 * @param again whether packages are built that were built before, of the same
 * @param epoch {@code SOURCE_DATE_EPOCH} and the time of all files in wheels, seconds since 1970
 * @param fetch where the packages of a build environment may come from
 * @param cacheDirectory everything that is shared by builds
 * @param directory for this goal alone: scratch space, logs and results
 */
public record TrackRequest(
        InterpreterHome python,
        Coordinates coordinates,
        List<String> packages,
        Optional<Path> requirements,
        Set<String> only,
        List<String> lists,
        Path lockFile,
        boolean update,
        Path recordFile,
        String date,
        WheelSources sources,
        CrateIndex crateIndex,
        Optional<Path> catalog,
        String sourceSet,
        SortedMap<String, WheelRecipe> recipes,
        Path baseDirectory,
        Optional<Tier> tier,
        Set<Axis> axes,
        int jobs,
        Limits limits,
        boolean again,
        long epoch,
        FetchSettings fetch,
        Path cacheDirectory,
        Path directory) {

    public TrackRequest {
        packages = List.copyOf(packages);
        only = Set.copyOf(only);
        lockFile = lockFile.toAbsolutePath().normalize();
        recordFile = recordFile.toAbsolutePath().normalize();
        baseDirectory = baseDirectory.toAbsolutePath().normalize();
        directory = directory.toAbsolutePath().normalize();
    }

    /** Whether this run is about a package, by its normalised name. */
    boolean looksAt(String name) {
        return only.isEmpty() || only.contains(name);
    }

    /** A text for files that others read, who have other directories. */
    String placeless(String text) {
        String separator = directory.getFileSystem().getSeparator();
        return text.replace(directory + separator, "").replace(cacheDirectory + separator, "");
    }

    /**
     * What no build may exceed.
     *
     * @param timeout of each of the two builds, where the package's recipe says nothing
     * @param maxBytes that each of the two may write
     */
    public record Limits(Duration timeout, long maxBytes) {}
}
