package io.github.pythondist.wheeltrack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.reproduce.AxisResult;
import io.github.pythondist.reproduce.Difference;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code wheels.json}: what became of each package, and what became of it in earlier runs.
 *
 * @param schema version of this format, {@value #SCHEMA}
 * @param runs oldest first, one for each date
 * @param axes what the second builds of the last run had otherwise
 * @param packages of the last run, sorted by name and version
 * @param former others of earlier runs, as they were then: what was left away and comes back has its history
 */
public record TrackRecord(
        int schema,
        List<Run> runs,
        List<AxisResult> axes,
        List<Entry> packages,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Entry> former) {

    /** The version of the format this class writes. */
    public static final int SCHEMA = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    public TrackRecord {
        runs = List.copyOf(runs);
        axes = List.copyOf(axes);
        packages = List.copyOf(packages);
        former = former == null ? List.of() : List.copyOf(former);
    }

    /**
     * A run.
     *
     * @param date ISO 8601
     * @param python version of Python
     * @param interpreter its artifact: name, version and platform
     * @param environment the tier that builds ran in
     */
    public record Run(
            String date,
            String python,
            String interpreter,
            String environment,
            int packages,
            int reproducible,
            int different,
            int failed,
            int lacking,
            int unavailable) {

        public Run {
            Objects.requireNonNull(date, "a run without date");
        }

        static Run of(String date, String python, String interpreter, String environment, List<Entry> entries) {
            return new Run(
                    date,
                    python,
                    interpreter,
                    environment,
                    entries.size(),
                    count(entries, TrackState.REPRODUCIBLE),
                    count(entries, TrackState.DIFFERENT),
                    count(entries, TrackState.FAILED),
                    count(entries, TrackState.LACKING),
                    count(entries, TrackState.UNAVAILABLE));
        }

        private static int count(List<Entry> entries, TrackState state) {
            return (int)
                    entries.stream().filter(entry -> entry.state() == state).count();
        }
    }

    /**
     * A file that was built from, or built.
     *
     * @param size in bytes; null where nobody asked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NamedFile(String file, @Nullable Long size, Digest sha256) {

        static NamedFile of(Path file) throws IOException {
            return new NamedFile(file.getFileName().toString(), Files.size(file), Digest.of(file));
        }
    }

    /**
     * A package.
     *
     * @param name normalised; or as the user wrote it, if there is no such package
     * @param version of the sdist; empty if there is none
     * @param since date of the first run of those in a row that found it in this state
     * @param wheel that the first build made
     * @param second that the second build made, if it is another one
     * @param why for what is not reproducible
     * @param log the last lines of the log of a build that failed
     * @param requires what was installed where it was built: name and version
     * @param recipe why the catalog or the project has a recipe for it
     * @param notes what else is to be known
     * @param history one for each change of version, state or wheel, oldest first
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Entry(
            String name,
            String version,
            TrackState state,
            String since,
            @Nullable NamedFile sdist,
            @Nullable NamedFile wheel,
            @Nullable NamedFile second,
            List<Difference> differences,
            @Nullable String why,
            List<String> log,
            List<String> requires,
            @Nullable String recipe,
            List<String> notes,
            List<Change> history) {

        public Entry {
            Objects.requireNonNull(name, "a package without name");
            // One that is empty is left away in the file.
            version = version == null ? "" : version;
            Objects.requireNonNull(state, "a package without state");
            // Whoever writes a package decides what these say.
            differences =
                    copy(differences).stream().map(ForeignText::difference).toList();
            why = why == null ? null : ForeignText.sentence(why);
            log = ForeignText.log(copy(log));
            requires = ForeignText.sentences(copy(requires));
            notes = ForeignText.sentences(copy(notes));
            history = copy(history);
        }

        private static <T> List<T> copy(@Nullable List<T> given) {
            return given == null ? List.of() : List.copyOf(given);
        }

        /** For people, one line: the state, and why it is none better. */
        public String toText() {
            StringBuilder text = new StringBuilder(name);
            if (!version.isEmpty()) {
                text.append(' ').append(version);
            }
            text.append(": ").append(state.label());
            if (why != null) {
                text.append(", ").append(why);
            } else if (!differences.isEmpty()) {
                text.append(", ").append(differences.get(0).toLine());
            }
            return text.toString();
        }

        Entry with(String firstSeen, List<Change> changes) {
            return new Entry(
                    name,
                    version,
                    state,
                    firstSeen,
                    sdist,
                    wheel,
                    second,
                    differences,
                    why,
                    log,
                    requires,
                    recipe,
                    notes,
                    changes);
        }
    }

    /**
     * What a run found that the one before it had not.
     *
     * @param sha256 of the wheel, if it is reproducible
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Change(
            String date,
            String version,
            TrackState state,
            @Nullable Digest sha256) {

        public Change {
            Objects.requireNonNull(date, "a change without date");
            Objects.requireNonNull(version, "a change without version");
            Objects.requireNonNull(state, "a change without state");
        }
    }

    /**
     * Reads an earlier run's; one without runs if there is no file.
     *
     * @throws BuildFailure if it is none, or of a later format
     */
    public static TrackRecord read(Path file) {
        if (!Files.isRegularFile(file)) {
            return new TrackRecord(SCHEMA, List.of(), List.of(), List.of(), List.of());
        }
        try {
            TrackRecord record = Objects.requireNonNull(JSON.readValue(file.toFile(), TrackRecord.class), "null");
            if (record.schema() != SCHEMA) {
                throw unreadable(file, null).detail("it has schema " + record.schema() + ", known is " + SCHEMA);
            }
            return record;
        } catch (IOException | RuntimeException e) {
            throw e instanceof BuildFailure failure ? failure : unreadable(file, e);
        }
    }

    private static BuildFailure unreadable(Path file, @Nullable Exception e) {
        BuildFailure failure = new BuildFailure("The record of earlier runs cannot be read: " + file);
        if (e != null) {
            failure.detail(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return failure.remedy("Take it from version control again; without it a new record begins");
    }

    /** Writes it; the file is there and whole, or as it was. */
    public void write(Path file) throws IOException {
        AtomicFiles.writeString(file, JsonText.of(this));
    }

    /** What was found of a package last, if it is in the record. */
    Optional<Entry> last(String name) {
        return Stream.concat(packages.stream(), former.stream())
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    /**
     * @throws BuildFailure if a run of that date cannot follow the last one: what is told would go backwards
     */
    void requireNotBefore(String date, Path file) {
        runs.stream().map(Run::date).max(Comparator.naturalOrder()).ifPresent(last -> {
            if (date.compareTo(last) < 0) {
                throw new BuildFailure("The run is dated " + date + ", and the record " + file + " has one of " + last)
                        .remedy("Give it the day of that run, or a later one: -Dpython-dist.wheels.date=");
            }
        });
    }

    /**
     * This record with one more run. A run of the same date as the last one takes its place.
     *
     * @param entries all that the run looked at
     */
    public TrackRecord plus(Run run, List<AxisResult> looked, List<Entry> entries) {
        SortedMap<String, Entry> others = new TreeMap<>();
        Stream.concat(former.stream(), packages.stream()).forEach(entry -> others.put(entry.name(), entry));
        List<Entry> merged = new ArrayList<>();
        for (Entry entry : entries) {
            merged.add(merge(others.remove(entry.name()), entry, run.date()));
        }
        merged.sort(Comparator.comparing(Entry::name).thenComparing(Entry::version));
        List<Run> all = new ArrayList<>(runs);
        all.removeIf(other -> other.date().equals(run.date()));
        all.add(run);
        all.sort(Comparator.comparing(Run::date));
        return new TrackRecord(SCHEMA, all, looked, merged, List.copyOf(others.values()));
    }

    private static Entry merge(@Nullable Entry before, Entry entry, String date) {
        Digest digest = entry.state() == TrackState.REPRODUCIBLE && entry.wheel() != null
                ? entry.wheel().sha256()
                : null;
        Change change = new Change(date, entry.version(), entry.state(), digest);
        List<Change> changes = new ArrayList<>(before == null ? List.of() : before.history());
        changes.removeIf(other -> other.date().equals(date));
        Change last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
        if (last == null || !same(last, change)) {
            changes.add(change);
        }
        String since = date;
        for (int i = changes.size() - 1; i >= 0 && changes.get(i).state() == entry.state(); i--) {
            since = changes.get(i).date();
        }
        return entry.with(since, changes);
    }

    private static boolean same(Change one, Change other) {
        return one.version().equals(other.version())
                && one.state() == other.state()
                && Objects.equals(one.sha256(), other.sha256());
    }
}
