package io.github.pythondist.wheeltrack;

import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.catalog.Lacking;
import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.environment.LogTail;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.reproduce.Axis;
import io.github.pythondist.reproduce.Comparison;
import io.github.pythondist.reproduce.Difference;
import io.github.pythondist.reproduce.DifferenceKind;
import io.github.pythondist.reproduce.FileComparer;
import io.github.pythondist.reproduce.Trace;
import io.github.pythondist.rust.RustRoom;
import io.github.pythondist.wheel.LockedWheel;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import io.github.pythondist.wheelbuild.HermeticBuilder;
import io.github.pythondist.wheelbuild.HermeticRequest;
import io.github.pythondist.wheelbuild.HermeticWheel;
import io.github.pythondist.wheeltrack.TrackLock.Locked;
import io.github.pythondist.wheeltrack.TrackRecord.Entry;
import io.github.pythondist.wheeltrack.TrackRecord.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** One package: two builds, and the comparison of what they made. */
@Named
@Singleton
final class PackageTrial {

    private static final int MOST_DIFFERENCES = 10;
    private static final int LOG_BYTES = 4 << 20;
    private static final Pattern RECORD = Pattern.compile("[^/]+\\.dist-info/RECORD");

    private final HermeticBuilder builder;
    private final FileComparer comparer;
    private final TreeExtractor extractor;

    @Inject
    PackageTrial(HermeticBuilder builder, FileComparer comparer, TreeExtractor extractor) {
        this.builder = builder;
        this.comparer = comparer;
        this.extractor = extractor;
    }

    /**
     * What to try.
     *
     * @param traces what would give a build away
     * @param oldest where wheels with native code are imported
     * @param here files that were fetched
     * @param problems of those that could not be
     */
    record Subject(
            TrackRequest request,
            TrackRooms rooms,
            TrackRooms.Second second,
            List<Trace> traces,
            Optional<OldestRoot> oldest,
            TrackLock lock,
            Locked locked,
            Map<PackageFile, Path> here,
            Map<PackageFile, String> problems,
            Progress progress) {

        WheelRecipe recipe() {
            return rooms.recipe(locked.name());
        }

        PackageFile sdist() {
            return locked.source().orElseThrow();
        }

        Path first() {
            return request.directory().resolve("work").resolve("first").resolve(locked.name());
        }

        Path again() {
            return second.work().resolve(locked.name());
        }

        Path logs() {
            return request.directory().resolve("logs").resolve(locked.name());
        }
    }

    /**
     * What was found.
     *
     * @param wheel of one that is reproducible
     * @param lasting whether the same would be found again: a full disk, too little time and what an index does not
     *     give are no properties of a package
     * @param leftovers directories that may go as soon as the wheel was taken
     */
    record Outcome(Entry entry, Optional<Path> wheel, boolean lasting, List<Path> leftovers) {

        /** What cannot be deleted stays: the next run works elsewhere. */
        void clear(Progress progress) {
            for (Path directory : leftovers) {
                try {
                    Trees.delete(directory);
                } catch (IOException | RuntimeException e) {
                    progress.warn("cannot delete what the build of " + entry.name() + " left: " + directory + ", "
                            + ForeignText.sentence(String.valueOf(e.getMessage())));
                }
            }
        }
    }

    /**
     * Whatever a package does, it does to itself: others go on.
     *
     * @throws BuildFailure only if the run was interrupted
     */
    Outcome run(Subject subject) {
        List<Path> leftovers = List.of(subject.first(), subject.again());
        Findings found = new Findings(subject);
        try {
            TrackState state = judge(subject, found);
            return new Outcome(
                    found.entry(state),
                    Optional.ofNullable(found.reproduced),
                    state != TrackState.UNAVAILABLE,
                    leftovers);
        } catch (BuildFailure failure) {
            if (Workers.isEnd(failure)) {
                throw failure;
            }
            Passing.refuseInterrupted();
            List<String> log = found.lines();
            boolean lasting = !Passing.is(failure, log, subject.request().directory());
            return new Outcome(found.entry(found.failed(failure, log, lasting)), Optional.empty(), lasting, leftovers);
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            Passing.refuseInterrupted();
            String why = e.getClass().getSimpleName() + ": "
                    + TrackLocker.firstLine(Objects.requireNonNullElse(e.getMessage(), "no more is known"));
            found.why = why + Passing.TRIED_AGAIN;
            return new Outcome(found.entry(TrackState.FAILED), Optional.empty(), false, leftovers);
        }
    }

    private TrackState judge(Subject subject, Findings found) throws IOException {
        String missing = subject.problems().get(subject.sdist());
        if (missing != null) {
            found.why = TrackLocker.firstLine(missing);
            return TrackState.UNAVAILABLE;
        }
        List<PackageFile> requires = subject.lock().requires(subject.locked());
        for (PackageFile wheel : requires) {
            if (subject.problems().containsKey(wheel)) {
                found.why = "what its build requires cannot be had: " + wheel.file() + ", "
                        + TrackLocker.firstLine(subject.problems().get(wheel));
                return TrackState.UNAVAILABLE;
            }
        }
        List<LockedWheel> wheels = requires.stream()
                .map(wheel -> new LockedWheel(
                        wheel.name(), wheel.version(), subject.here().get(wheel), wheel.sha256()))
                .toList();
        Optional<RustRoom> rust;
        try {
            rust = subject.rooms()
                    .rust()
                    .toBuild(
                            subject.locked().required(),
                            subject.locked().crates(),
                            subject.logs().resolve("crates.log"));
        } catch (BuildFailure failure) {
            found.why = "what its build requires cannot be had: " + failure.summary();
            return TrackState.UNAVAILABLE;
        }
        HermeticWheel first = build(
                subject,
                wheels,
                rust,
                HermeticRequest.Surroundings.usual(subject.rooms().room()),
                subject.first(),
                "first",
                found);
        found.wheel = NamedFile.of(first.file());
        found.notes.addAll(first.doubts());
        HermeticWheel second = build(
                subject,
                wheels,
                rust,
                subject.second().surroundings(!subject.request().axes().contains(Axis.HOME)),
                subject.again(),
                "second",
                found);
        if (!first.asBuilt().equals(second.asBuilt())) {
            found.notes.add("as the backend packed them, the two are not the same");
        }
        NamedFile other = NamedFile.of(second.file());
        if (!found.wheel.equals(other)) {
            found.second = other;
            compare(subject, first, second, found);
            return TrackState.DIFFERENT;
        }
        if (first.compiled() && subject.oldest().isPresent()) {
            found.build = "import";
            found.log = subject.logs().resolve("import.log");
            OldestRoot.Imported imported = subject.oldest()
                    .get()
                    .check(
                            first.file(),
                            extractor,
                            subject.first().resolve("import"),
                            subject.logs().resolve("import.log"),
                            subject.request().limits().maxBytes(),
                            subject.progress());
            if (imported.problem().isPresent()) {
                found.why = "both builds made the same wheel, which cannot be imported in "
                        + subject.oldest().get().lock().name() + ": "
                        + imported.problem().get();
                return TrackState.FAILED;
            }
            found.notes.add(imported.note());
        }
        found.reproduced = first.file();
        return TrackState.REPRODUCIBLE;
    }

    private HermeticWheel build(
            Subject subject,
            List<LockedWheel> wheels,
            Optional<RustRoom> rust,
            HermeticRequest.Surroundings surroundings,
            Path directory,
            String which,
            Findings found) {
        Path logs = subject.logs().resolve(which);
        found.log = logs.resolve("build.log");
        found.build = which;
        return builder.build(
                subject.rooms()
                        .request(
                                subject.sdist(),
                                subject.here().get(subject.sdist()),
                                wheels,
                                subject.locked().required(),
                                subject.recipe(),
                                rust,
                                surroundings,
                                directory,
                                logs),
                subject.progress());
    }

    private void compare(Subject subject, HermeticWheel first, HermeticWheel second, Findings found)
            throws IOException {
        List<Trace> traces = new ArrayList<>(subject.traces());
        traces.add(new Trace(
                DifferenceKind.PATH, subject.first().toString(), subject.again().toString()));
        Comparison comparison = comparer.compare(
                first.file().getFileName().toString(),
                first.file(),
                second.file(),
                traces,
                Files.createDirectories(subject.first().resolve("compare")));
        found.differences.addAll(telling(comparison.differences()).stream()
                .limit(MOST_DIFFERENCES)
                .toList());
        if (comparison.identical()) {
            found.why = "the two have other names: " + first.file().getFileName() + " and "
                    + second.file().getFileName();
        }
        // For whoever wants to look at them.
        Path kept = subject.logs();
        for (Map.Entry<String, Path> wheel :
                Map.of("first", first.file(), "second", second.file()).entrySet()) {
            Path target = kept.resolve(wheel.getKey()).resolve(wheel.getValue().getFileName());
            Files.createDirectories(target.getParent());
            Files.copy(wheel.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Without {@code RECORD}, which has the digests of all members (PEP 427), if something else differs, too. */
    static List<Difference> telling(List<Difference> differences) {
        List<Difference> telling = differences.stream()
                .filter(difference -> difference.where().isEmpty()
                        || !RECORD.matcher(difference.where().get(0)).matches())
                .toList();
        return telling.isEmpty() ? differences : telling;
    }

    /** What is known of the package so far. */
    private static final class Findings {

        private final Subject subject;
        private final List<Difference> differences = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private @Nullable NamedFile wheel;
        private @Nullable NamedFile second;
        private @Nullable Path reproduced;
        private @Nullable String why;
        private List<String> tail = List.of();
        private @Nullable Path log;
        private String build = "first";

        Findings(Subject subject) {
            this.subject = subject;
        }

        TrackState failed(BuildFailure failure, List<String> lines, boolean lasting) {
            String reason = failure.summary().replaceFirst("\\.$", "");
            if (build.equals("import")) {
                reason = "both builds made the same wheel, whose import failed: " + reason;
            }
            if (build.equals("second")) {
                reason = "the second build failed, the first one did not: " + reason;
            }
            if (log != null) {
                tail = LogTail.of(log);
                Optional<String> lacking = Lacking.of(subject.rooms().catalog().lacking(), lines);
                if (lacking.isPresent() && lasting && build.equals("first")) {
                    why = "the build environment lacks " + lacking.get();
                    return TrackState.LACKING;
                }
            }
            why = lasting ? reason : ForeignText.sentence(reason) + Passing.TRIED_AGAIN;
            return TrackState.FAILED;
        }

        /** Of the log of the build that was the last one. */
        List<String> lines() {
            return log == null ? List.of() : LogTail.lines(log, LOG_BYTES);
        }

        Entry entry(TrackState state) {
            PackageFile sdist = subject.sdist();
            return new Entry(
                    sdist.name(),
                    sdist.version(),
                    state,
                    subject.request().date(),
                    new NamedFile(sdist.file(), null, sdist.sha256()),
                    wheel,
                    second,
                    differences,
                    why == null ? null : subject.request().placeless(why),
                    tail,
                    subject.lock().requires(subject.locked()).stream()
                            .map(required -> required.name() + " " + required.version())
                            .toList(),
                    subject.recipe().isEmpty() ? null : subject.recipe().reason(),
                    notes.stream().map(subject.request()::placeless).toList(),
                    List.of());
        }
    }
}
