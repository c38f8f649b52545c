package io.github.pythondist.wheeltrack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.rust.Crate;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code wheels.lock.json}: which sdist each requirement comes to, and which wheels its build requires, each by
 * its SHA-256. It names no place: where files come from is said by the goal.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param python the series that it was made for, such as {@code 3.13}
 * @param platform classifier of the platform it was made for
 * @param packages in the order of their names
 * @param files wheels that builds require, by their names
 */
public record TrackLock(
        int schema, String python, String platform, List<Locked> packages, SortedMap<String, LockedFile> files) {

    /** The version of the format this class writes. */
    public static final int SCHEMA = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    public TrackLock {
        packages = packages.stream()
                .sorted(Comparator.comparing(Locked::name).thenComparing(Locked::requirement))
                .toList();
        files = new TreeMap<>(files);
    }

    /**
     * A file and what it is of.
     *
     * @param name of the package, normalised
     */
    public record LockedFile(String name, String version, Digest sha256) {}

    /**
     * A requirement.
     *
     * @param requirement name and versions, as the user wrote them
     * @param name of the package, normalised
     * @param version of the sdist
     * @param sdist its file
     * @param sha256 its digest
     * @param required what has to be installed where it is built, as PEP 508 writes it
     * @param limits of the versions of that, from the package's recipe
     * @param requires names of {@link TrackLock#files()}
     * @param crates that it is built of, by the sdist's {@code Cargo.lock}, if it is written in Rust
     * @param problem why there is nothing to build; all but the first two are missing then
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Locked(
            String requirement,
            String name,
            @Nullable String version,
            @Nullable String sdist,
            @Nullable Digest sha256,
            List<String> required,
            List<String> limits,
            List<String> requires,
            List<Crate> crates,
            @Nullable String problem) {

        public Locked {
            if (problem == null && (version == null || sdist == null || sha256 == null)) {
                throw new IllegalArgumentException(name + " has neither an sdist nor a problem");
            }
            required = copy(required);
            limits = copy(limits);
            requires = copy(requires);
            crates = copy(crates);
        }

        private static <T> List<T> copy(@Nullable List<T> given) {
            return given == null ? List.of() : List.copyOf(given);
        }

        /** One that cannot be built. */
        static Locked problem(String requirement, String name, String why) {
            return new Locked(requirement, name, null, null, null, List.of(), List.of(), List.of(), List.of(), why);
        }

        Locked problem(String why) {
            return new Locked(requirement, name, version, sdist, sha256, required, limits, List.of(), List.of(), why);
        }

        /** The sdist, if there is one. */
        Optional<PackageFile> source() {
            return version == null || sdist == null || sha256 == null
                    ? Optional.empty()
                    : Optional.of(new PackageFile(name, version, sdist, sha256));
        }
    }

    /**
     * The wheels that a package's build requires.
     *
     * @throws BuildFailure if the lock does not list one
     */
    List<PackageFile> requires(Locked locked) {
        List<PackageFile> wheels = new ArrayList<>();
        for (String file : locked.requires()) {
            LockedFile known = files.get(file);
            if (known == null) {
                throw new BuildFailure(
                        "The lock names " + file + " for " + locked.name() + ", and has no digest of it");
            }
            wheels.add(new PackageFile(known.name(), known.version(), file, known.sha256()));
        }
        return wheels;
    }

    /**
     * @return nothing if there is no file
     * @throws BuildFailure if it is none, or of another format
     */
    public static Optional<TrackLock> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            TrackLock lock = JSON.readValue(file.toFile(), TrackLock.class);
            if (lock.schema() != SCHEMA) {
                throw unreadable(file).detail("it has schema " + lock.schema() + ", known is " + SCHEMA);
            }
            return Optional.of(lock);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw unreadable(file)
                    .detail(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static BuildFailure unreadable(Path file) {
        return new BuildFailure("The lock of sdists cannot be read: " + file)
                .remedy("Take it from version control again, or delete it, so that it is made anew");
    }

    /** Writes it; the file is there and whole, or as it was. */
    public void write(Path file) throws IOException {
        AtomicFiles.writeString(file, JsonText.of(this));
    }
}
