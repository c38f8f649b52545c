package io.github.pythondist.distribution;

import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.TrainingTask;
import io.github.pythondist.component.ComponentBuilder;
import io.github.pythondist.component.RecipeStep;
import io.github.pythondist.component.StepStore;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.cpython.CpythonBuilder;
import io.github.pythondist.cpython.CpythonSpec;
import io.github.pythondist.cpython.SelfTest;
import io.github.pythondist.cpython.TestSubject;
import io.github.pythondist.cpython.TrainedProfile;
import io.github.pythondist.cpython.UserTests;
import io.github.pythondist.environment.EnvironmentLock;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Trees;
import io.github.pythondist.license.VettingReport;
import io.github.pythondist.provenance.BuildInfo;
import io.github.pythondist.regrtest.Regrtest;
import io.github.pythondist.regrtest.RegrtestRequest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Builds a distribution from pinned sources, stage by stage. Every stage first makes sure of the stages it needs; what
 * an earlier goal or build has done already is found by its digest and not done again.
 */
@Named
@Singleton
public final class DistributionBuilder {

    private final BuildRooms rooms;
    private final TreeExtractor extractor;
    private final TreeArchiver archiver;
    private final LicenseStage licenses;
    private final Packager packager;
    private final ProvenanceStage provenance;

    @Inject
    DistributionBuilder(
            BuildRooms rooms,
            TreeExtractor extractor,
            TreeArchiver archiver,
            LicenseStage licenses,
            Packager packager,
            ProvenanceStage provenance) {
        this.rooms = rooms;
        this.extractor = extractor;
        this.archiver = archiver;
        this.licenses = licenses;
        this.packager = packager;
        this.provenance = provenance;
    }

    /** Fetches every source of the distribution. */
    public void resolveSources(DistributionRequest request) {
        DistributionPlan plan = DistributionPlan.of(request);
        List<SourceFile> sources = plan.sources();
        List<Path> files = fetcher(request).apply(sources);
        request.progress()
                .info(String.format(
                        Locale.ROOT,
                        "%d sources of CPython %s (source set %s) are here, as pinned",
                        files.size(),
                        plan.cpythonVersion(),
                        request.sourceSet()));
    }

    /** Applies the licence policy. */
    public void vet(DistributionRequest request) {
        DistributionPlan plan = DistributionPlan.of(request);
        VettingReport report = licenses.vet(plan, request, fetcher(request), stepStore(request))
                .report();
        request.progress()
                .info("licences of " + report.items().size()
                        + " sources fit the policy, by their declarations and by their texts");
        Stream.concat(
                        report.items().stream().flatMap(item -> item.exceptions().stream()),
                        report.carriedExceptions().stream())
                .forEach(exception -> request.progress()
                        .warn("policy exception: " + exception.component() + " under " + exception.license() + ", "
                                + exception.reason()));
    }

    /** Assembles the build environment and proves that a command runs inside. */
    public void assembleEnvironment(DistributionRequest request) {
        DistributionPlan plan = DistributionPlan.of(request);
        Sysroot sysroot = sysroot(plan, request);
        Workshop.Room room = room(plan, request, sysroot).get();
        request.progress()
                .info("build environment " + room.sandbox().tier().name().toLowerCase(Locale.ROOT) + ", "
                        + plan.target().environment() + " with sysroot "
                        + sysroot.name());
    }

    /**
     * Builds the components.
     *
     * @return component → archive of its libraries and headers
     */
    public SortedMap<String, Path> buildComponents(DistributionRequest request) {
        DistributionPlan plan = DistributionPlan.of(request);
        SortedMap<String, RecipeStep.Built> built = components(plan, request, workshop(plan, request));
        SortedMap<String, Path> outputs = new TreeMap<>();
        built.forEach((name, step) -> outputs.put(name, step.output().file()));
        return outputs;
    }

    /** Builds CPython and unpacks the tree into the build directory. */
    public void buildCpython(DistributionRequest request) {
        DistributionPlan plan = DistributionPlan.of(request);
        Path tree = tree(request, cpython(plan, request, workshop(plan, request)));
        request.progress()
                .info("CPython " + plan.cpythonVersion() + " for " + plan.platform(request)
                        + " is built, the whole tree is at " + tree);
    }

    /** Runs the self-test on the moved tree. */
    public void selfTest(DistributionRequest request) {
        DistributionPlan plan = DistributionPlan.of(request);
        Workshop workshop = workshop(plan, request);
        new SelfTest(workshop).run(subject(plan, request, workshop), reportDirectory(request));
    }

    /** Runs the target's user tests, each in a root of its own; says so where the tier cannot enter one. */
    public void userTests(DistributionRequest request) {
        if (request.tier().equals(Optional.of(Tier.HOST))) {
            request.progress().warn("user tests skipped: environment=host cannot enter the roots that they run in");
            return;
        }
        DistributionPlan plan = DistributionPlan.of(request);
        Workshop workshop = workshop(plan, request);
        UserTests tests = new UserTests(workshop, lock -> assemble(lock, plan, request));
        // A mistake in a suite is told before anything is compiled.
        tests.suites(plan.extensions());
        tests.run(subject(plan, request, workshop), reportDirectory(request));
    }

    /**
     * What a second build runs with, as {@link BuildRooms#prepareVariation} has it.
     *
     * @param locale one of glibc's, such as {@code et_EE.UTF-8}
     * @param directory empty, made when missing
     */
    public void prepareVariation(DistributionRequest request, String locale, Path directory) {
        DistributionPlan plan = DistributionPlan.of(request);
        surroundings(plan, request)
                .prepare(locale, assemble(plan.catalog().environment(BuildRooms.LOCALES), plan, request), directory);
    }

    /** How this machine keeps commands apart from itself: as asked for, or as found by trying. */
    public Tier tier(DistributionRequest request) {
        return rooms.sandbox(roomRequest(DistributionPlan.of(request), request)).tier();
    }

    /** What a command of a build sees of its surroundings, by the name of the axis. */
    public SortedMap<String, String> lookAround(DistributionRequest request) {
        return surroundings(DistributionPlan.of(request), request).look();
    }

    private Surroundings surroundings(DistributionPlan plan, DistributionRequest request) {
        Workshop workshop = buildMachine(plan, request);
        return new Surroundings(
                roomRequest(plan, request),
                workshop.target(),
                workshop.room(),
                workshop.workDirectory(),
                workshop.jobs());
    }

    private TestSubject subject(DistributionPlan plan, DistributionRequest request, Workshop workshop) {
        return new TestSubject(
                plan.series().series(),
                plan.cpythonVersion(),
                request.flavour(),
                plan.extensions(),
                plan.upstreamVersions(),
                cpython(plan, request, workshop));
    }

    /** Runs CPython's own test suite, or a part of it, on the built tree. */
    public void regrtest(DistributionRequest request, RegrtestRequest tests) {
        DistributionPlan plan = DistributionPlan.of(request);
        // A misspelt selection is told before anything is compiled.
        plan.catalog().testSelection(tests.selection());
        plan.catalog().expectedFailures(plan.series().series(), plan.target());
        Workshop workshop = workshop(plan, request);
        new Regrtest(workshop, lock -> assemble(lock, plan, request))
                .run(subject(plan, request, workshop), tests, reportDirectory(request));
    }

    /**
     * Packs the archives, and describes them.
     *
     * @return the archives, in the order of their contents, then what is said of them
     */
    public List<PackagedFile> pack(DistributionRequest request, PackagingRequest packaging) {
        DistributionPlan plan = DistributionPlan.of(request);
        // A misspelt content, or one that the target does not have, is told before anything is compiled.
        plan.catalog().contents(packaging.contents(), plan.target());
        Workshop workshop = workshop(plan, request);
        RecipeStep.Built built = cpython(plan, request, workshop);
        LicenseStage.Vetted vetted = licenses.vet(plan, request, fetcher(request), workshop.store());
        List<PackagedFile> files = new ArrayList<>();
        for (String content : packaging.contents()) {
            files.add(packager.pack(plan, request, content, workshop.store(), built, vetted, packaging.directory()));
        }
        files.addAll(
                provenance.describe(plan, request, packaging, sysroot(plan, request), vetted, files, workshop.store()));
        return files;
    }

    /** What decides the bytes that {@link #pack} will make; nothing is compiled for that. */
    public BuildInfo inputs(DistributionRequest request, PackagingRequest packaging) {
        DistributionPlan plan = DistributionPlan.of(request);
        LicenseStage.Vetted vetted = licenses.vet(plan, request, fetcher(request), stepStore(request));
        return provenance.inputs(plan, request, packaging, sysroot(plan, request), vetted);
    }

    /**
     * Trains the interpreter, and packs the profile for builds to come.
     *
     * @param request without an optimization
     * @param taskName name of the training task
     * @param directory where the archive is put
     */
    public PackagedFile train(DistributionRequest request, String taskName, Path directory) {
        if (request.tier().equals(Optional.of(Tier.HOST))) {
            throw new BuildFailure("A profile cannot be trained with environment=host")
                    .detail("it is good for one version of the compiler, which must be known to whoever uses it")
                    .remedy("Leave python-dist.environment out");
        }
        DistributionPlan plan = DistributionPlan.of(request);
        TrainingTask task = plan.catalog().trainingTask(taskName);
        Workshop workshop = workshop(plan, request);
        RecipeStep.Built built = new CpythonBuilder(workshop).train(spec(plan, request, workshop), task);
        TrainedProfile profile =
                new ProfilePacker(archiver, extractor).pack(plan, request, taskName, task, built, directory);
        return new PackagedFile(
                profile.file(), TrainedProfile.TYPE, plan.platform(request), task.summary(), profile.sha256());
    }

    private SortedMap<String, RecipeStep.Built> components(
            DistributionPlan plan, DistributionRequest request, Workshop workshop) {
        // Setup files say nothing of other systems: a port's recipe compares the catalog with what is built there.
        if (request.components().isEmpty() && !plan.catalog().isPort(plan.series(), plan.target())) {
            ModuleStage.check(plan, request, fetcher(request), workshop.store());
            PatchStage.check(plan, request, fetcher(request), workshop.store());
        }
        // Nothing is compiled that may not be shipped.
        licenses.vet(plan, request, fetcher(request), workshop.store());
        return new ComponentBuilder(workshop).build(plan.components(), plan.versions());
    }

    private RecipeStep.Built cpython(DistributionPlan plan, DistributionRequest request, Workshop workshop) {
        CpythonSpec spec = spec(plan, request, workshop);
        if (plan.series().buildPython() == null) {
            return new CpythonBuilder(workshop).build(spec);
        }
        Workshop buildMachine = buildMachine(plan, request);
        List<Component> components =
                ComponentBuilder.order(plan.series().buildPython().depends(), plan.catalog()::component);
        RecipeStep.Built python = new CpythonBuilder(buildMachine)
                .buildPython(
                        spec,
                        plan.target(),
                        List.copyOf(new ComponentBuilder(buildMachine)
                                .build(components, plan.versions())
                                .values()));
        return new CpythonBuilder(workshop).build(spec.with(python));
    }

    private CpythonSpec spec(DistributionPlan plan, DistributionRequest request, Workshop workshop) {
        return new CpythonSpec(
                plan.series(),
                plan.cpythonVersion(),
                plan.flavour(),
                request.flavour(),
                plan.extensions(),
                plan.modules(),
                plan.optimization(),
                plan.profile(),
                request.sourceDateEpoch(),
                List.copyOf(components(plan, request, workshop).values()));
    }

    /** The unpacked install tree of this build, renewed only when the step's output is another one. */
    private Path tree(DistributionRequest request, RecipeStep.Built built) {
        Path tree = request.buildDirectory().resolve("tree");
        Path marker = request.buildDirectory().resolve("tree.sha256");
        String wanted = built.output().sha256().hex();
        try {
            if (Files.isDirectory(tree)
                    && Files.isRegularFile(marker)
                    && Files.readString(marker).equals(wanted)) {
                return tree;
            }
            Files.deleteIfExists(marker);
            Trees.delete(tree);
            extractor.extract(built.output().file(), tree, ExtractOptions.defaults());
            AtomicFiles.writeString(marker, wanted);
            return tree;
        } catch (IOException e) {
            throw new BuildFailure("Cannot unpack the built tree to " + tree, e);
        }
    }

    private Workshop workshop(DistributionPlan plan, DistributionRequest request) {
        return workshop(plan, request, sysroot(plan, request));
    }

    /** For what the build runs itself, whose target may be another one. */
    private Workshop buildMachine(DistributionPlan plan, DistributionRequest request) {
        Sysroot sysroot = sysroot(plan, request);
        return workshop(plan, request, sysroot.build().orElse(sysroot));
    }

    private Workshop workshop(DistributionPlan plan, DistributionRequest request, Sysroot sysroot) {
        return new Workshop(
                plan.catalog(),
                sysroot.target(),
                sysroot.environment(),
                room(plan, request, sysroot),
                fetcher(request),
                stepStore(request),
                request.buildDirectory().resolve("work"),
                request.buildDirectory().resolve("logs"),
                request.jobs(),
                lanes(request),
                extractor,
                archiver,
                request.progress());
    }

    /** Two steps at once fill the gaps that configure scripts leave; more would only compete for the processors. */
    private static int lanes(DistributionRequest request) {
        return request.jobs() > 1 ? 2 : 1;
    }

    private Sysroot sysroot(DistributionPlan plan, DistributionRequest request) {
        return rooms.sysroot(roomRequest(plan, request));
    }

    private Supplier<Workshop.Room> room(DistributionPlan plan, DistributionRequest request, Sysroot sysroot) {
        return rooms.room(roomRequest(plan, request), sysroot);
    }

    private Path assemble(EnvironmentLock lock, DistributionPlan plan, DistributionRequest request) {
        return BuildRooms.assemble(lock, roomRequest(plan, request));
    }

    private static RoomRequest roomRequest(DistributionPlan plan, DistributionRequest request) {
        return new RoomRequest(
                plan.catalog(),
                plan.target(),
                request.tier(),
                request.variation(),
                request.fetch(),
                request.cacheDirectory(),
                request.buildDirectory().resolve("logs/sysroot.log"),
                request.progress());
    }

    private static Function<List<SourceFile>, List<Path>> fetcher(DistributionRequest request) {
        return BuildRooms.fetcher(request.cacheDirectory(), request.fetch(), request.progress());
    }

    private static StepStore stepStore(DistributionRequest request) {
        return new StepStore(request.cacheDirectory().resolve("steps"));
    }

    private static Path reportDirectory(DistributionRequest request) {
        return request.buildDirectory().resolve("test-reports");
    }
}
