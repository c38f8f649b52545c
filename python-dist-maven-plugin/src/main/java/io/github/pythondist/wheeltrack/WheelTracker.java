package io.github.pythondist.wheeltrack;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.consumer.PluginScripts;
import io.github.pythondist.distribution.BuildRooms;
import io.github.pythondist.distribution.RoomRequest;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.files.Programs;
import io.github.pythondist.files.Trees;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Elapsed;
import io.github.pythondist.report.Progress;
import io.github.pythondist.reproduce.Axis;
import io.github.pythondist.reproduce.AxisResult;
import io.github.pythondist.reproduce.Contrast;
import io.github.pythondist.reproduce.OtherFileSystem;
import io.github.pythondist.reproduce.Trace;
import io.github.pythondist.reproduce.Variations;
import io.github.pythondist.rust.Crate;
import io.github.pythondist.source.SourceFile;
import io.github.pythondist.wheel.PackageLists;
import io.github.pythondist.wheel.PackageLists.ListedPackage;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import io.github.pythondist.wheelbuild.HermeticRequest;
import io.github.pythondist.wheelindex.ReproducedWheel;
import io.github.pythondist.wheelindex.ReproducedWheel.AppliedPatch;
import io.github.pythondist.wheelindex.ReproducedWheel.Interpreter;
import io.github.pythondist.wheelindex.ReproducedWheel.LinkedComponent;
import io.github.pythondist.wheelindex.ReproducedWheel.Origin;
import io.github.pythondist.wheeltrack.KnownResults.Known;
import io.github.pythondist.wheeltrack.TrackLock.Locked;
import io.github.pythondist.wheeltrack.TrackRecord.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Builds packages twice, each time from its sdist in a build environment without network, the second time in other
 * surroundings, and compares. What it found is kept: a package is built again only if its sdist, what its build requires,
 * its recipe, the interpreter or the environment is another one. One that cannot be built never stops the others.
 */
@Named
@Singleton
public final class WheelTracker {

    /** Of the catalog: what decides how something is compiled, and what second builds see. */
    private static final List<String> BUILD_FOLDERS = List.of("toolchain", "wheel/toolchain", "reproduce");

    private static final List<String> JUDGED_BY = List.of("wheels/lacking.yaml");

    private static final List<String> SCRIPTS =
            List.of("/wheelbuild/build_wheel.py", "/wheelbuild/import_wheel.py", "/wheel/wheels.py");

    private final BuildRooms rooms;
    private final PackageLists lists;
    private final TrackLocker locker;
    private final PackageTrial trial;
    private final RecipeComponents components;

    @Inject
    WheelTracker(
            BuildRooms rooms, PackageLists lists, TrackLocker locker, PackageTrial trial, RecipeComponents components) {
        this.rooms = rooms;
        this.lists = lists;
        this.locker = locker;
        this.trial = trial;
        this.components = components;
    }

    /**
     * Does all of it, and writes lock and record.
     *
     * @throws BuildFailure if the run itself cannot go on: no index for what is not locked, no build environment, a
     *     mistake in a recipe, a full disk
     */
    @SuppressWarnings("try") // the lock is only held
    public TrackResult track(TrackRequest request, Progress progress) {
        // A damaged record is told before anything is built; what counts is what another run may have left.
        TrackRecord.read(request.recordFile());
        Path directory = request.directory();
        try (ProcessLock held = ProcessLock.acquire(
                directory.resolve(".lock"), () -> progress.info("waiting for another run in " + directory))) {
            TrackRecord before = TrackRecord.read(request.recordFile());
            before.requireNotBefore(request.date(), request.recordFile());
            return new Run(request, before, progress).all();
        } catch (IOException e) {
            throw new BuildFailure("Cannot build wheels in " + directory, e)
                    .remedy("Check free space and permissions there and in " + request.cacheDirectory()
                            + ", then run again: what is done is kept");
        }
    }

    /** One run. */
    private final class Run {

        private static final String NO_DIFFERENCE = "it is the same";

        private final TrackRequest request;
        private final TrackRecord before;
        private final Progress progress;
        private final RoomRequest roomRequest;
        private final List<ListedPackage> packages;
        private final TrackRooms shared;
        private final KnownResults known;
        private final OtherFileSystem otherDisk;
        private final Digest environment;

        Run(TrackRequest request, TrackRecord before, Progress progress) throws IOException {
            this.request = request;
            this.before = before;
            this.progress = progress;
            Catalog catalog = new CatalogStore(request.cacheDirectory().resolve("catalogs")).open(request.catalog());
            Target target = catalog.target(
                    Platform.parse(request.python().platform()).base().classifier());
            this.roomRequest = roomRequest(catalog, target, Variation.NONE);
            this.packages = packages(catalog);
            RecipeBook recipes = RecipeBook.read(
                    request.recipes(),
                    request.baseDirectory(),
                    request.sourceSet(),
                    catalog,
                    packages.stream().map(ListedPackage::name).toList());
            Workshop.Room room = rooms.room(roomRequest);
            this.shared = new TrackRooms(
                    request,
                    catalog,
                    target,
                    room,
                    recipes,
                    components.build(request, catalog, target, recipes, progress),
                    new RustRooms(request, catalog, room, progress));
            this.known = new KnownResults(request.cacheDirectory().resolve("tracked"), catalog.digest(JUDGED_BY));
            this.otherDisk = new OtherFileSystem(request.directory(), Optional.empty());
            Tier tier = shared.room().sandbox().tier();
            this.environment = Digest.ofText(String.join(
                    "\n",
                    "wheel environment 3",
                    rooms.identity(roomRequest).hex(),
                    catalog.digest(BUILD_FOLDERS).hex(),
                    PluginScripts.digest(SCRIPTS).hex(),
                    oldestLock().map(lock -> lock.digest().hex()).orElse(""),
                    // The same tools, but second builds see less, and network and host are in reach.
                    target + (tier == Tier.NAMESPACES ? "" : "\ntier " + tier.label())));
        }

        private List<ListedPackage> packages(Catalog catalog) {
            List<Path> files = Stream.concat(
                            request.lists().stream().map(catalog::wheelList), request.requirements().stream())
                    .toList();
            List<ListedPackage> packages = lists.read(
                    request.python(),
                    request.packages(),
                    files,
                    request.directory().resolve("index"),
                    progress);
            if (packages.isEmpty()) {
                throw new BuildFailure("There is no package to build")
                        .remedy("Name some: <packages><package>requests</package></packages>, a file with"
                                + " <requirements>, or a list of the catalog: -Dpython-dist.wheels.lists=top-100");
            }
            List<String> names = packages.stream().map(ListedPackage::name).toList();
            request.only().stream()
                    .filter(name -> !names.contains(name))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw new BuildFailure("The package " + name + " is not among those to build, of which there"
                                        + " are " + names.size())
                                .remedy("Correct -Dpython-dist.wheels.only=, or add it to the list");
                    });
            return packages;
        }

        private RoomRequest roomRequest(Catalog catalog, Target target, Variation variation) {
            return new RoomRequest(
                    catalog,
                    target,
                    request.tier(),
                    variation,
                    request.fetch(),
                    request.cacheDirectory(),
                    request.directory().resolve("logs").resolve("sysroot.log"),
                    progress);
        }

        TrackResult all() throws IOException {
            try {
                return track();
            } finally {
                try {
                    otherDisk.clear();
                    Trees.delete(request.directory().resolve("work"));
                } catch (IOException e) {
                    // What was found counts, and the next run puts it aside.
                    progress.warn("cannot delete what builds left: " + e.getMessage());
                }
            }
        }

        private TrackResult track() throws IOException {
            TrackLock lock = locker.lock(request, packages, shared, progress);
            Map<Locked, Known> results = new LinkedHashMap<>();
            Map<Locked, Digest> keys = new LinkedHashMap<>();
            for (Locked locked : lock.packages()) {
                Optional<PackageFile> sdist = locked.source();
                Optional<ComponentPrefixes.Problem> problem =
                        shared.components().problem(shared.recipe(locked.name()).components());
                if (sdist.isPresent() && problem.isPresent()) {
                    Entry entry = unbuilt(
                            locked, problem.get(), shared.recipe(locked.name()).reason());
                    boolean looked = request.looksAt(locked.name());
                    results.put(
                            locked,
                            new Known(
                                    looked ? entry : before.last(locked.name()).orElse(entry), Optional.empty()));
                    continue;
                }
                if (locked.problem() != null || sdist.isEmpty()) {
                    results.put(locked, new Known(unavailable(locked), Optional.empty()));
                    continue;
                }
                Digest key = key(lock, locked);
                boolean looked = request.looksAt(locked.name());
                Optional<Known> found = request.again() && looked ? Optional.empty() : known.find(key, sdist.get());
                if (found.isPresent()) {
                    results.put(locked, found.get());
                } else if (looked) {
                    keys.put(locked, key);
                } else {
                    before.last(locked.name())
                            .ifPresent(entry -> results.put(locked, new Known(entry, Optional.empty())));
                }
            }
            Digest surroundings = Digest.ofText("axes 2 " + environment + " " + labels());
            Optional<List<AxisResult>> axes = known.axes(surroundings);
            if (!keys.isEmpty()) {
                Second second = second();
                axes = Optional.of(axes(second.contrast()));
                known.keepAxes(surroundings, axes.get());
                build(lock, keys, second, results);
            }
            return finish(lock, results, axes.orElse(before.axes()), keys.size());
        }

        /** Without times of day, which are others in every run; and with what wheels alone have varied. */
        private static List<AxisResult> axes(Contrast contrast) {
            List<AxisResult> axes = contrast.outcomes().stream()
                    .map(axis -> axis.axis().equals(Axis.CLOCK.label())
                            ? new AxisResult(axis.axis(), axis.outcome(), "", "", axis.why())
                            : axis)
                    .collect(Collectors.toCollection(ArrayList::new));
            axes.add(new AxisResult(
                    "hash-seed",
                    AxisResult.Outcome.VARIED,
                    HermeticRequest.Surroundings.USUAL_HASH_SEED,
                    TrackRooms.Second.HASH_SEED,
                    ""));
            return axes;
        }

        private String labels() {
            return request.axes().stream().map(Axis::label).sorted().collect(Collectors.joining(","));
        }

        private Entry unavailable(Locked locked) {
            String why = locked.problem() == null ? "" : locked.problem();
            return unbuilt(
                    locked,
                    new ComponentPrefixes.Problem(
                            locked.source().isEmpty() ? TrackState.UNAVAILABLE : TrackState.LACKING,
                            TrackLocker.firstLine(why),
                            why.lines().skip(1).map(String::strip).toList()),
                    null);
        }

        private Entry unbuilt(Locked locked, ComponentPrefixes.Problem problem, @Nullable String recipe) {
            return new Entry(
                    locked.name(),
                    locked.version() == null ? "" : locked.version(),
                    problem.state(),
                    request.date(),
                    null,
                    null,
                    null,
                    List.of(),
                    request.placeless(problem.why()),
                    problem.log(),
                    List.of(),
                    recipe,
                    List.of(),
                    List.of());
        }

        /** Everything that decides what comes out. */
        private Digest key(TrackLock lock, Locked locked) {
            WheelRecipe recipe = shared.recipe(locked.name());
            StringBuilder text = new StringBuilder("tracked wheel 1\n")
                    .append("environment ")
                    .append(environment)
                    .append("\ninterpreter ")
                    .append(request.python().archive())
                    .append("\naxes ")
                    .append(labels())
                    .append("\nepoch ")
                    .append(request.epoch())
                    .append("\nlimits ")
                    .append(shared.timeout(recipe).toSeconds())
                    .append(' ')
                    .append(request.limits().maxBytes())
                    .append("\nrecipe ")
                    .append(recipe.variables())
                    .append(recipe.settings())
                    .append(shared.components().of(recipe.components()).stream()
                            .map(component -> component.sha256().hex())
                            .toList())
                    .append("\nsdist ")
                    .append(locked.sha256())
                    .append("\nrequired ")
                    .append(locked.required())
                    .append('\n')
                    .append(shared.rust().identity(locked.required()));
            try {
                for (Path patch : shared.recipes().patches(locked.name())) {
                    text.append("patch ").append(Digest.of(patch)).append('\n');
                }
            } catch (IOException e) {
                throw new BuildFailure("Cannot read a patch for " + locked.name(), e);
            }
            lock.requires(locked)
                    .forEach(wheel ->
                            text.append("requires ").append(wheel.sha256()).append('\n'));
            return Digest.ofText(text.toString());
        }

        private Second second() throws IOException {
            Path work = request.directory().resolve("work");
            clear(work);
            progress.info("making other surroundings ready for second builds");
            Path tools = work.resolve("tools");
            rooms.prepareVariation(roomRequest, Variations.LOCALE, tools, work.resolve("prepare"));
            var tier = shared.room().sandbox().tier();
            Variation variation = new Variations(request.axes()).variation(tools, tier);
            String why = NO_DIFFERENCE;
            Path place = work.resolve("second");
            if (tier == Tier.CHROOT) {
                why = "the environment chroot has its private trees on the cache's file system";
            } else if (request.axes().contains(Axis.FILE_SYSTEM)) {
                Optional<Path> other = otherDisk.make();
                place = other.orElse(place);
                why = otherDisk.why();
            }
            RoomRequest varied = roomRequest(shared.catalog(), shared.target(), variation);
            int jobs = request.axes().contains(Axis.JOBS) ? 1 + Variations.MORE_JOBS : 1;
            SortedMap<String, String> firstLook = rooms.lookAround(roomRequest, work.resolve("first"), 1);
            SortedMap<String, String> secondLook = rooms.lookAround(varied, place.resolve("look"), jobs);
            Contrast contrast = new Contrast(request.axes(), tier, firstLook, secondLook, why);
            contrast.outcomes().stream()
                    .filter(axis -> axis.outcome() == AxisResult.Outcome.NOT_VARIED)
                    .forEach(axis -> progress.warn("not varied: " + axis.axis() + ", " + axis.why()));
            return new Second(
                    contrast, new TrackRooms.Second(rooms.room(varied), jobs, place), contrast.traces(variation));
        }

        /** What an earlier run could not delete, and this one cannot either, is put aside. */
        private void clear(Path work) throws IOException {
            try {
                Trees.delete(work);
            } catch (IOException e) {
                Path aside =
                        Files.createTempDirectory(request.directory(), "left-").resolve("work");
                Files.move(work, aside);
                progress.warn("cannot delete what an earlier run left: " + aside);
            }
        }

        private void build(TrackLock lock, Map<Locked, Digest> keys, Second second, Map<Locked, Known> results)
                throws IOException {
            List<PackageFile> files = keys.keySet().stream()
                    .flatMap(locked -> Stream.concat(locked.source().stream(), lock.requires(locked).stream()))
                    .distinct()
                    .toList();
            Map<PackageFile, String> problems = new HashMap<>();
            Map<PackageFile, Path> here = locker.fetchAll(request, files, problems, progress);
            Optional<OldestRoot> oldest = oldest();
            progress.info("building " + keys.size() + (keys.size() == 1 ? " package" : " packages") + " twice, up to "
                    + request.jobs() + " at a time");
            Map<Locked, Known> built = new HashMap<>();
            Workers.each(
                    request.jobs(),
                    keys.keySet(),
                    locked -> {
                        long start = System.nanoTime();
                        PackageTrial.Outcome outcome = trial.run(new PackageTrial.Subject(
                                request,
                                shared,
                                second.rooms(),
                                second.traces(),
                                oldest,
                                lock,
                                locked,
                                here,
                                problems,
                                progress));
                        Known result = outcome.lasting()
                                ? known.keep(keys.get(locked), outcome.entry(), outcome.wheel())
                                : new Known(outcome.entry(), Optional.empty());
                        // Only now: it may lie on the other file system.
                        outcome.clear(progress);
                        return new Trial(result, Elapsed.since(start));
                    },
                    (locked, trial) -> {
                        built.put(locked, trial.known());
                        progress.info(String.format(
                                Locale.ROOT,
                                "[%3d/%d] %s (%s)",
                                built.size(),
                                keys.size(),
                                trial.known().entry().toText(),
                                trial.elapsed()));
                    });
            results.putAll(built);
        }

        /** None in the environment host, which enters no root, or if the target has no such test. */
        private Optional<EnvironmentLock> oldestLock() {
            Catalog catalog = shared.catalog();
            return shared.target().userTests().contains(OldestRoot.USER_TEST)
                            && shared.room().sandbox().tier() != Tier.HOST
                    ? Optional.of(catalog.environment(
                            catalog.userTest(OldestRoot.USER_TEST).environment()))
                    : Optional.empty();
        }

        private Optional<OldestRoot> oldest() {
            Path home = request.python().home();
            return oldestLock()
                    .map(lock -> new OldestRoot(
                            shared.room().sandbox(),
                            BuildRooms.assemble(lock, roomRequest),
                            lock,
                            home,
                            home.relativize(request.python().executable())));
        }

        private TrackResult finish(TrackLock lock, Map<Locked, Known> results, List<AxisResult> axes, int built)
                throws IOException {
            List<Entry> entries = results.values().stream().map(Known::entry).toList();
            var python = request.python().description();
            TrackRecord.Run run = TrackRecord.Run.of(
                    request.date(),
                    request.python().pythonVersion(),
                    python.name() + " " + python.version() + " "
                            + request.python().platform(),
                    shared.room().sandbox().tier().label(),
                    entries);
            if (Programs.ending()) {
                throw Passing.interrupted();
            }
            TrackRecord record = before.plus(run, axes, entries);
            record.write(request.recordFile());
            List<String> varied = axes.stream()
                    .filter(axis -> axis.outcome() == AxisResult.Outcome.VARIED)
                    .map(AxisResult::axis)
                    .toList();
            List<ReproducedWheel> wheels = new ArrayList<>();
            for (Map.Entry<Locked, Known> result : results.entrySet()) {
                if (result.getValue().wheel().isPresent()) {
                    wheels.add(reproduced(
                            lock, result.getKey(), result.getValue().wheel().get(), varied));
                }
            }
            wheels.sort(Comparator.comparing(ReproducedWheel::name));
            List<String> leftOut = Arrays.stream(Axis.values())
                    .filter(axis -> !request.axes().contains(axis))
                    .map(Axis::label)
                    .toList();
            return new TrackResult(record, run, wheels, built, leftOut);
        }

        private ReproducedWheel reproduced(TrackLock lock, Locked locked, Path wheel, List<String> varied)
                throws IOException {
            WheelRecipe recipe = shared.recipe(locked.name());
            PackageFile sdist = locked.source().orElseThrow();
            List<AppliedPatch> patches = new ArrayList<>();
            for (Path file : shared.recipes().patches(locked.name())) {
                patches.add(AppliedPatch.of(file.getFileName().toString(), Files.readAllBytes(file)));
            }
            return new ReproducedWheel(
                    sdist.name(),
                    sdist.version(),
                    wheel,
                    Digest.of(wheel),
                    origin(sdist),
                    lock.requires(locked).stream().map(Run::origin).toList(),
                    locked.crates().stream().map(Run::origin).toList(),
                    new Interpreter(
                            request.coordinates(),
                            request.python().archive(),
                            request.python().pythonVersion()),
                    environment(locked),
                    recipe.settings(),
                    recipe.variables(),
                    patches,
                    shared.components().of(recipe.components()).stream()
                            .map(this::linked)
                            .toList(),
                    request.epoch(),
                    varied);
        }

        private LinkedComponent linked(ComponentPrefixes.Built built) {
            Component component = shared.components().describe(built);
            Component.Version version = component.versions().get(built.version());
            SourceFile source = version.source();
            return new LinkedComponent(
                    new Origin(
                            component.name(),
                            Component.upstreamVersion(built.version()),
                            source.file(),
                            source.sha256()),
                    version.license() == null ? component.license() : version.license());
        }

        /** What tells the environment of a package's builds from others. */
        private String environment(Locked locked) {
            String rust = shared.rust().identity(locked.required());
            return rust.isEmpty()
                    ? environment.hex()
                    : Digest.ofText(environment + "\n" + rust).hex();
        }

        private static Origin origin(Crate crate) {
            return new Origin(crate.name(), crate.version(), crate.file(), crate.sha256());
        }

        private static Origin origin(PackageFile file) {
            return new Origin(file.name(), file.version(), file.file(), file.sha256());
        }
    }

    /** A package that was built now. */
    private record Trial(Known known, String elapsed) {}

    /** What second builds run in, and what would give them away. */
    private record Second(Contrast contrast, TrackRooms.Second rooms, List<Trace> traces) {}
}
