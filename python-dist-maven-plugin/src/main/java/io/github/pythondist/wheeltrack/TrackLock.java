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
import java.util.Objects;
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

    /**
     * @throws IllegalArgumentException if something is missing, or a wheel is required that is not in {@code files}
     * @throws BuildFailure if a name in it is none
     */
    public TrackLock {
        require(python, "python");
        require(platform, "platform");
        require(packages, "packages").forEach(locked -> require(locked, "an entry of packages"));
        require(files, "files").forEach((file, locked) -> require(locked, file).at(file));
        packages = packages.stream()
                .sorted(Comparator.comparing(Locked::name).thenComparing(Locked::requirement))
                .toList();
        files = new TreeMap<>(files);
        for (Locked locked : packages) {
            for (String file : locked.requires()) {
                if (!files.containsKey(file)) {
                    throw new IllegalArgumentException(
                            locked.name() + " requires " + file + ", which is not among the files");
                }
            }
        }
    }

    /** JSON may have nothing, and null, everywhere. */
    private static <T> T require(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return value;
    }

    /**
     * A file and what it is of.
     *
     * @param name of the package, normalised
     */
    public record LockedFile(String name, String version, Digest sha256) {

        /**
         * @throws IllegalArgumentException if something is missing
         */
        public LockedFile {
            require(name, "the name of a file's package");
            require(version, "the version of " + name);
            require(sha256, "the sha256 of " + name);
        }

        PackageFile at(String file) {
            return new PackageFile(name, version, file, sha256);
        }
    }

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

        /**
         * @throws IllegalArgumentException if something is missing
         * @throws BuildFailure if a name or the version is none
         */
        public Locked {
            require(requirement, "the requirement of a package");
            require(name, "the name of " + requirement);
            if (problem == null && (version == null || sdist == null || sha256 == null)) {
                throw new IllegalArgumentException(name + " has neither an sdist nor a problem");
            }
            problem = problem == null ? null : ForeignText.message(problem);
            required = copy(required);
            limits = copy(limits);
            requires = copy(requires);
            crates = copy(crates);
            if (version != null && sdist != null && sha256 != null) {
                new PackageFile(name, version, sdist, sha256);
            }
        }

        private static <T> List<T> copy(@Nullable List<T> given) {
            return given == null
                    ? List.of()
                    : given.stream()
                            .map(item -> require(item, "an item of a list"))
                            .toList();
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

    /** The wheels that a package's build requires. */
    List<PackageFile> requires(Locked locked) {
        List<PackageFile> wheels = new ArrayList<>();
        for (String file : locked.requires()) {
            wheels.add(Objects.requireNonNull(files.get(file)).at(file));
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
            // Jackson wraps what the constructors say.
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw unreadable(file)
                    .detail(String.valueOf(why.getMessage()).lines().findFirst().orElse(""));
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
