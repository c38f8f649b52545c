package io.github.pythondist.reproduce;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.DistributionRequest;
import io.github.pythondist.distribution.PackagedFile;
import io.github.pythondist.distribution.PackagingRequest;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Builds a distribution a second time, from its sources and with nothing of the first build, in other surroundings, and
 * compares all results byte for byte.
 */
@Named
@Singleton
public final class Reproducer {

    private final DistributionBuilder builder;
    private final FileComparer comparer;

    @Inject
    Reproducer(DistributionBuilder builder, FileComparer comparer) {
        this.builder = builder;
        this.comparer = comparer;
    }

    /**
     * Does all of it, and writes {@code report.txt} and {@code report.json}.
     *
     * @return the report if all results are the same
     * @throws BuildFailure if one differs, or if one of the builds fails
     */
    public ReproductionReport reproduce(ReproductionRequest request) {
        return compareWith(request, () -> results(request.first(), request.packaging()));
    }

    /**
     * Builds once what somebody published, with nothing of an earlier build, and compares with that.
     *
     * @param request what to build: all of it as the published build information says
     * @return the report if all results are the same
     * @throws BuildFailure if this build would have other inputs, if a result differs, or if the build fails
     */
    public ReproductionReport reproduce(ReproductionRequest request, Publication publication) {
        publication.verify();
        publication.checkInputs(builder.inputs(request.first(), request.packaging()));
        return compareWith(request, publication::files);
    }

    @SuppressWarnings("try") // the lock is only held
    private ReproductionReport compareWith(ReproductionRequest request, Supplier<SortedMap<String, Path>> others) {
        Progress progress = request.first().progress();
        Path directory = request.directory();
        try (ProcessLock lock = ProcessLock.acquire(
                directory.resolve("lock"), () -> progress.info("waiting for another second build in " + directory))) {
            SecondPlace place = new SecondPlace(directory, request.otherDisk());
            place.clear();
            SortedMap<String, Path> first = place.hold(others.get());
            ReproductionReport report = rebuild(request, place, first);
            if (report.reproduced()) {
                place.clear();
            } else {
                place.clearAllButResults();
            }
            Path text = directory.resolve("report.txt");
            AtomicFiles.writeString(text, report.toText());
            AtomicFiles.writeString(directory.resolve("report.json"), report.toJson());
            report.axes().stream()
                    .filter(axis -> axis.outcome() == AxisResult.Outcome.NOT_VARIED)
                    .forEach(axis -> progress.warn("not varied: " + axis.axis() + ", " + axis.why()));
            if (!report.reproduced()) {
                throw report.failure(text.toString());
            }
            progress.info(String.format(
                    Locale.ROOT,
                    "built a second time with %d of %d axes varied: the same bytes in all %d files, see %s",
                    report.varied(),
                    report.axes().size(),
                    report.results().size(),
                    text));
            return report;
        } catch (IOException e) {
            throw new BuildFailure("Cannot build a second time in " + directory, e)
                    .remedy("Check that the disk is not full and the directory is writable, then run again");
        }
    }

    private ReproductionReport rebuild(ReproductionRequest request, SecondPlace place, SortedMap<String, Path> first)
            throws IOException {
        DistributionRequest usual = request.first();
        // What is to be said of the environment was said by the first build.
        DistributionRequest quiet = usual.again(
                usual.cacheDirectory(), usual.buildDirectory(), usual.jobs(), usual.variation(), Progress.NONE);
        Tier tier = builder.tier(quiet);
        Path tools = place.tools();
        builder.prepareVariation(usual, Variations.LOCALE, tools);
        Set<Axis> axes = request.axes();
        Variation variation = new Variations(axes).variation(tools, tier);
        String otherDisk = axes.contains(Axis.FILE_SYSTEM) ? place.moveWork(tier) : "";
        // What was fetched is the same by its digests. A recipe that is tried does not wait for a build root, either.
        for (String shared : usual.components().isEmpty() ? List.of("sources") : List.of("sources", "environments")) {
            Files.createSymbolicLink(
                    Files.createDirectories(place.cache()).resolve(shared),
                    usual.cacheDirectory().resolve(shared));
        }
        DistributionRequest varied = usual.again(
                place.cache(),
                place.build(),
                usual.jobs() + (axes.contains(Axis.JOBS) ? Variations.MORE_JOBS : 0),
                variation,
                new Prefixed(usual.progress(), "second build: "));
        SortedMap<String, String> firstLook = builder.lookAround(quiet);
        SortedMap<String, String> secondLook = builder.lookAround(varied);
        Contrast contrast = new Contrast(axes, tier, firstLook, secondLook, otherDisk);
        List<AxisResult> outcomes = contrast.outcomes();
        usual.progress()
                .info(String.format(
                        Locale.ROOT,
                        "building a second time from sources, with %d axes varied; that takes as long as a first build",
                        outcomes.stream()
                                .filter(axis -> axis.outcome() == AxisResult.Outcome.VARIED)
                                .count()));
        long start = System.nanoTime();
        SortedMap<String, Path> again;
        try {
            again = results(varied, request.packaging().into(place.results()));
        } catch (BuildFailure failure) {
            BuildFailure report = new BuildFailure(
                            "The second build failed; the first one, in usual surroundings, did not", failure)
                    .detail(failure.getMessage());
            place.movedWork()
                    .ifPresent(work -> report.detail(
                            "What it was working on is in " + work + ", until the next second build begins."));
            throw report.remedy("Find the axis that breaks it: -Dpython-dist.reproduce.axes=<axis> varies one alone,"
                    + " !<axis> all others");
        }
        usual.progress()
                .info(String.format(
                        Locale.ROOT,
                        "second build done in %d s",
                        Duration.ofNanos(System.nanoTime() - start).toSeconds()));
        List<Trace> traces = new ArrayList<>();
        traces.add(new Trace(
                DifferenceKind.PATH,
                usual.buildDirectory().toString(),
                varied.buildDirectory().toString()));
        traces.addAll(contrast.traces(variation));
        return compare(request, place, first, again, traces, outcomes, tier);
    }

    private ReproductionReport compare(
            ReproductionRequest request,
            SecondPlace place,
            SortedMap<String, Path> first,
            SortedMap<String, Path> again,
            List<Trace> traces,
            List<AxisResult> axes,
            Tier tier) {
        List<Comparison> results = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Optional<Diffoscope> diffoscope =
                Diffoscope.find(Optional.ofNullable(System.getenv("PATH")).orElse(""));
        first.forEach((name, file) -> {
            Path other = again.get(name);
            if (other == null) {
                throw new BuildFailure("The second build did not make " + name)
                        .detail("it made " + String.join(", ", again.keySet()));
            }
            Comparison comparison = comparer.compare(name, file, other, traces, request.directory());
            results.add(comparison);
            if (!comparison.identical()) {
                notes.add(name + ": "
                        + diffoscope
                                .map(tool -> tool.compare(
                                        file, other, request.directory().resolve(name + ".html")))
                                .orElse("no diffoscope on PATH, which would show all differences"));
            }
        });
        if (results.stream().anyMatch(comparison -> !comparison.identical())) {
            notes.add("the second build's results are kept in " + place.kept());
        }
        DistributionRequest build = request.first();
        return new ReproductionReport(
                ReproductionReport.SCHEMA,
                build.components().isEmpty()
                        ? build.artifactId() + " " + build.artifactVersion()
                                + (build.flavour().isEmpty() ? "" : " (" + build.flavour() + ")")
                                + build.target().map(target -> " for " + target).orElse("")
                        : String.join(", ", build.components()),
                tier.label(),
                axes,
                results,
                notes);
    }

    private SortedMap<String, Path> results(DistributionRequest request, PackagingRequest packaging) {
        SortedMap<String, Path> results = new TreeMap<>();
        if (!request.components().isEmpty()) {
            builder.buildComponents(request).forEach((name, file) -> results.put(name + ".tar.zst", file));
            return results;
        }
        for (PackagedFile file : builder.pack(request, packaging)) {
            results.put(file.file().getFileName().toString(), file.file());
        }
        return results;
    }

    /** Where a second build has everything of its own. */
    private record SecondPlace(Path directory, Optional<Path> otherDisk) {

        Path tools() {
            return directory.resolve("second").resolve("tools");
        }

        Path cache() {
            return directory.resolve("second").resolve("cache");
        }

        Path build() {
            return directory.resolve("second").resolve("build");
        }

        Path results() {
            return directory.resolve("second").resolve("results");
        }

        /** Another build of the project may replace its files while the second build runs. */
        SortedMap<String, Path> hold(SortedMap<String, Path> files) throws IOException {
            Path folder = Files.createDirectories(directory.resolve("second").resolve("first-results"));
            SortedMap<String, Path> held = new TreeMap<>();
            for (Map.Entry<String, Path> file : files.entrySet()) {
                Path copy = folder.resolve(file.getKey());
                try {
                    // Files of a build are replaced, never changed.
                    Files.createLink(copy, file.getValue());
                } catch (IOException | UnsupportedOperationException e) {
                    Files.copy(file.getValue(), copy, StandardCopyOption.REPLACE_EXISTING);
                }
                held.put(file.getKey(), copy);
            }
            return held;
        }

        /** Where the results are that differ. */
        Path kept() {
            return directory.resolve("second");
        }

        /**
         * Puts the work directory on another file system.
         *
         * @return why not, or nothing of interest
         */
        String moveWork(Tier tier) throws IOException {
            if (tier == Tier.HOST) {
                return "in the environment host a link to another file system would be a path of its own";
            }
            if (tier == Tier.CHROOT) {
                return "the environment chroot has its private trees on the cache's file system";
            }
            OtherFileSystem other = new OtherFileSystem(directory, otherDisk);
            Optional<Path> found = other.make();
            if (found.isPresent()) {
                Files.createDirectories(build());
                Files.createSymbolicLink(build().resolve("work"), found.get());
            }
            return other.why();
        }

        Optional<Path> movedWork() throws IOException {
            Path work = build().resolve("work");
            return Files.isSymbolicLink(work) ? Optional.of(Files.readSymbolicLink(work)) : Optional.empty();
        }

        void clear() throws IOException {
            new OtherFileSystem(directory, otherDisk).clear();
            Trees.delete(directory.resolve("second"));
        }

        void clearAllButResults() throws IOException {
            new OtherFileSystem(directory, otherDisk).clear();
            Trees.delete(tools());
            // Components are results themselves, and stay in the cache of steps.
            Trees.delete(
                    Files.isDirectory(results(), LinkOption.NOFOLLOW_LINKS)
                            ? cache()
                            : cache().resolve("environments"));
        }
    }

    /** Says which of two builds speaks. */
    private record Prefixed(Progress progress, String prefix) implements Progress {

        @Override
        public void info(String line) {
            progress.info(prefix + line);
        }

        @Override
        public void debug(String line) {
            progress.debug(prefix + line);
        }

        @Override
        public void warn(String line) {
            progress.warn(prefix + line);
        }
    }
}
