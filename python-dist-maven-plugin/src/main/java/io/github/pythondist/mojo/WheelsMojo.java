package io.github.pythondist.mojo;

import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.consumer.Coordinates;
import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.environment.Tier;
import io.github.pythondist.overview.WheelPage;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.reproduce.Axis;
import io.github.pythondist.rust.CrateIndex;
import io.github.pythondist.wheel.PackageIndex;
import io.github.pythondist.wheel.PackageNames;
import io.github.pythondist.wheel.WheelSources;
import io.github.pythondist.wheelindex.IndexWriter;
import io.github.pythondist.wheelindex.ReproducedWheel;
import io.github.pythondist.wheelindex.WheelArtifacts;
import io.github.pythondist.wheelindex.WheelChoice;
import io.github.pythondist.wheeltrack.TrackRecord;
import io.github.pythondist.wheeltrack.TrackRequest;
import io.github.pythondist.wheeltrack.TrackResult;
import io.github.pythondist.wheeltrack.TrackState;
import io.github.pythondist.wheeltrack.WheelTracker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Builds wheels of other people's packages from their sdists, each of them twice, and compares: which packages give the
 * same bytes, and why the others do not. The interpreter is the one that the project pins; builds run in the build
 * environment of distributions, without network, and the second one in other surroundings, as the goal
 * {@code reproduce} has them, with another {@code PYTHONHASHSEED} beside. Wheels with native code have the platform tag
 * that is true for their symbols, and are imported in the oldest root that the catalog has.
 *
 * <p>What sdists the list comes to, and what their builds require, is locked by SHA-256 in {@code wheels.lock.json}; what
 * became of each package is kept in {@code wheels.json}. Both belong under version control. A package that was built
 * before, of the same, is not built again; one that cannot be built never stops the others, nor the build.
 *
 * <p>Wheels that are reproducible are published: as an index in a directory, for pip and uv, and, with
 * {@code <wheelGroupId>}, as Maven artifacts, for {@code install-wheels}.
 *
 * <p>It has no phase:
 *
 * <pre>
 * mvn python-dist:wheels -Dpython-dist.wheels.packages=requests,pyyaml
 * mvn python-dist:wheels -Dpython-dist.wheels.lists=top-100
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "wheels", threadSafe = true)
public final class WheelsMojo extends AbstractWheelBuildMojo {

    private static final long BYTES_OF_MIB = 1L << 20;

    /**
     * The packages to build: names, with versions where the newest is not wanted, as PEP 508 writes them.
     *
     * <p>Example: {@code -Dpython-dist.wheels.packages=requests,pyyaml==6.0.3}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.packages")
    private @Nullable List<String> packages;

    /**
     * A file with more of them: requirements as pip-compile, uv and poetry write them, with digests and markers, or a
     * {@code pylock.toml} (PEP 751). The default is {@code wheels.txt} in the project's directory if there is one, and
     * neither {@code <packages>} nor {@code <lists>} is given.
     *
     * <p>Example: {@code <requirements>src/wheels/wheels.txt</requirements>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.requirements")
    private @Nullable Path requirements;

    /**
     * Names of lists of packages in the catalog, to be built too: {@code top-100} has those that are downloaded most,
     * {@code top-100-build} what their builds require, and what that requires in turn.
     *
     * <p>Example: {@code -Dpython-dist.wheels.lists=top-100,top-100-build}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.lists")
    private @Nullable List<String> lists;

    /**
     * Names of packages out of those: this run is about them alone. Of the others nothing is locked, built or built again,
     * and they are in the record and the index as they are known.
     *
     * <p>Example: {@code -Dpython-dist.wheels.only=pyyaml -Dpython-dist.wheels.again}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.only")
    private @Nullable List<String> only;

    /**
     * Where sdists, and the wheels that their builds require, are locked. What is not in it is looked up in the package
     * index and added; what nobody requires any more is dropped.
     *
     * <p>Example: {@code <wheelsLockFile>src/wheels/wheels.lock.json</wheelsLockFile>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheelsLockFile", defaultValue = "${project.basedir}/wheels.lock.json")
    private Path wheelsLockFile;

    /**
     * Whether everything is looked up again, so that new versions are found.
     *
     * <p>Example: {@code -Dpython-dist.wheels.update}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.update", defaultValue = "false")
    private boolean update;

    /**
     * The record of results, which also holds those of earlier runs.
     *
     * <p>Example: {@code <recordFile>src/wheels/wheels.json</recordFile>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.recordFile", defaultValue = "${project.basedir}/wheels.json")
    private Path recordFile;

    /**
     * The page that shows the record: one file, with a table of all packages, which needs no other file.
     *
     * <p>Example: {@code <pageFile>src/site/resources/wheels.html</pageFile>}
     *
     * @since 0.1.0
     */
    @Parameter(
            property = "python-dist.wheels.pageFile",
            defaultValue = "${project.build.directory}/python-dist/wheels.html")
    private Path pageFile;

    /**
     * The day by which the record files this run, {@code YYYY-MM-DD}; another run of the same day takes its place, and none may
     * be older than the last. The default is the day of {@code project.build.outputTimestamp}.
     *
     * <p>Example: {@code -Dpython-dist.wheels.date=2026-11-22}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.date")
    private @Nullable String date;

    /**
     * The time of all files in wheels, and {@code SOURCE_DATE_EPOCH} of backends: ISO 8601 or seconds since 1970, from 1980 to
     * 2099. It is not the project's own timestamp, so that the same sdist gives the same wheel in all runs; the default is the
     * one that hatchling has.
     *
     * <p>Example: {@code <sourceDateEpoch>2026-11-21T00:00:00Z</sourceDateEpoch>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.sourceDateEpoch", defaultValue = "2020-02-02T00:00:00Z", required = true)
    private String sourceDateEpoch;

    @Parameter(defaultValue = "${project.build.outputTimestamp}", readonly = true)
    private @Nullable String outputTimestamp;

    /**
     * How builds are kept apart from this machine: {@code namespaces}, {@code chroot} or {@code host}, as the goals for
     * distributions know them. The default {@code auto} is the first of {@code namespaces} and {@code chroot} that works.
     *
     * <p>Example: {@code -Dpython-dist.environment=chroot}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.environment", defaultValue = "auto")
    private String environment;

    /**
     * What the second build has otherwise, as the goal {@code reproduce} names it. The default is all; {@code !name} leaves
     * one out. Where one is left out, nothing is published, and the index stays as it is.
     *
     * <p>Example: {@code -Dpython-dist.reproduce.axes=clock,path}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.reproduce.axes")
    private @Nullable List<String> axes;

    /**
     * How many packages are built at once. The default, 0, means the number of processors.
     *
     * <p>Example: {@code -Dpython-dist.jobs=4}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.jobs", defaultValue = "0")
    private int jobs;

    /**
     * Seconds after which each of a package's two builds is ended; its recipe may say otherwise.
     *
     * <p>Example: {@code -Dpython-dist.wheels.timeout=3600}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.timeout", defaultValue = "1800")
    private int timeout;

    /**
     * Mebibytes that each build may write before it is ended.
     *
     * <p>Example: {@code -Dpython-dist.wheels.maxSize=8192}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.maxSize", defaultValue = "4096")
    private int maxSize;

    /**
     * Whether packages are built again that were built before, of the same.
     *
     * <p>Example: {@code -Dpython-dist.wheels.again}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.again", defaultValue = "false")
    private boolean again;

    /**
     * Whether the build fails if a package is not reproducible.
     *
     * <p>Example: {@code -Dpython-dist.wheels.required}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.required", defaultValue = "false")
    private boolean required;

    /**
     * What builds of single packages need that their sdists do not bring: environment variables, settings of the backend,
     * limits for what they require, more that they require, static libraries of the catalog, patches (files in the
     * project), another time limit in seconds. Each takes the place of the catalog's recipe of that package, whole.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;recipes&gt;
     *   &lt;recipe&gt;
     *     &lt;name&gt;pyyaml&lt;/name&gt;
     *     &lt;reason&gt;without it the build looks for libyaml&lt;/reason&gt;
     *     &lt;variables&gt;&lt;PYYAML_FORCE_LIBYAML&gt;0&lt;/PYYAML_FORCE_LIBYAML&gt;&lt;/variables&gt;
     *     &lt;settings&gt;&lt;setup-args&gt;-Dtests=false&lt;/setup-args&gt;&lt;/settings&gt;
     *     &lt;constraints&gt;cython==3.0.12&lt;/constraints&gt;
     *     &lt;requires&gt;wheel&lt;/requires&gt;
     *     &lt;components&gt;libyaml&lt;/components&gt;
     *     &lt;patches&gt;src/wheels/pyyaml.patch&lt;/patches&gt;
     *     &lt;timeout&gt;600&lt;/timeout&gt;
     *   &lt;/recipe&gt;
     * &lt;/recipes&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable List<WheelRecipeParameter> recipes;

    /**
     * Where crates come from that packages with Rust are built of: a mirror of the public registry, as cargo writes its
     * URL. The default is the registry that cargo itself asks.
     *
     * <p>Example: {@code <crateIndexUrl>sparse+https://crates.example.com/index/</crateIndexUrl>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheels.crateIndexUrl")
    private @Nullable String crateIndexUrl;

    /**
     * A folder laid out like the plugin's own catalog, whose files join or replace its: recipes of packages are
     * {@code wheels/recipes/<name>.yaml}, lists {@code wheels/lists/<name>.txt}.
     *
     * <p>Example: {@code <catalogDirectory>src/catalog</catalogDirectory>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.catalog")
    private @Nullable Path catalogDirectory;

    /**
     * The set of versions of the static libraries that recipes name, as the goals for distributions know it.
     *
     * <p>Example: {@code -Dpython-dist.sourceSet=debian}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.sourceSet", defaultValue = "default")
    private String sourceSet;

    /**
     * Where an index of the reproducible wheels is written (PEP 503, with the metadata of PEP 658), as pip and uv take it:
     * {@code pip install --index-url file:///path/of/the/directory/simple}. It is replaced as a whole each time.
     *
     * <p>Example: {@code <indexDirectory>/srv/wheels</indexDirectory>}
     *
     * @since 0.1.0
     */
    @Parameter(
            property = "python-dist.wheels.indexDirectory",
            defaultValue = "${project.build.directory}/wheel-index",
            required = true)
    private Path indexDirectory;

    /**
     * Group id of the Maven artifacts that reproducible wheels become; {@code install-wheels} is given the same. Beside
     * each wheel (type {@code whl}, its tags the classifier) are its bill of materials ({@code cdx.json}) and what it takes
     * to build it again ({@code buildinfo.json}). They are installed in the local repository, also in {@code mvn deploy}:
     * they are not attached to the project. The default is to make none.
     *
     * <p>Example: {@code -Dpython-dist.wheelGroupId=com.example.wheels}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheelGroupId")
    private @Nullable String wheelGroupId;

    /**
     * A remote repository to deploy them to as well, as {@code id::url}; a {@code <server>} of {@code settings.xml} with
     * that id is the login for it. It is not given again what it has; where it has another file of the same coordinates,
     * that stays, all others are deployed, and then the build fails. Neither {@code <distributionManagement>} nor
     * {@code altDeploymentRepository} stands in for it: with none named, nothing is deployed, in whatever phase.
     *
     * <p>Example: {@code -Dpython-dist.wheelRepository=releases::https://repository.example.com/releases}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheelRepository")
    private @Nullable String wheelRepository;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    private final WheelTracker tracker;
    private final WheelPage page;
    private final WheelChoice choice;
    private final IndexWriter indexWriter;
    private final WheelArtifacts artifacts;
    private final WheelPublisher publisher;

    @Inject
    WheelsMojo(
            InterpreterResolver resolver,
            PythonToolchains toolchains,
            RepositorySystem repositorySystem,
            IndexSettings indexSettings,
            MavenFetching fetching,
            WheelTracker tracker,
            WheelPage page,
            WheelChoice choice,
            IndexWriter indexWriter,
            WheelArtifacts artifacts,
            WheelPublisher publisher) {
        super(resolver, toolchains, repositorySystem, indexSettings, fetching);
        this.tracker = tracker;
        this.page = page;
        this.choice = choice;
        this.indexWriter = indexWriter;
        this.artifacts = artifacts;
        this.publisher = publisher;
    }

    @Override
    protected void run(Progress progress) {
        long epoch = OutputTimestamp.epochSecond("<sourceDateEpoch>", sourceDateEpoch);
        String day = day();
        checkPlaces();
        InterpreterHome python = interpreter(true, progress);
        WheelSources sources = sources(Optional.empty());
        CrateIndex crateIndex = new CrateIndex(
                Optional.ofNullable(crateIndexUrl), sources.index().flatMap(PackageIndex::certificates));
        TrackResult result = tracker.track(
                new TrackRequest(
                        python,
                        choice().coordinates(),
                        named(packages),
                        requirementsFile(),
                        named(only).stream().map(PackageNames::normalized).collect(Collectors.toSet()),
                        named(lists),
                        wheelsLockFile,
                        update,
                        recordFile,
                        day,
                        sources,
                        crateIndex,
                        Optional.ofNullable(catalogDirectory),
                        sourceSet,
                        recipes(),
                        project.getBasedir().toPath(),
                        Tier.parse(environment),
                        Axis.parse(axes == null ? List.of() : axes, EnumSet.allOf(Axis.class)),
                        jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors(),
                        new TrackRequest.Limits(Duration.ofSeconds(timeout), maxSize * BYTES_OF_MIB),
                        again,
                        epoch,
                        fetchSettings(),
                        cacheDirectory(),
                        workDirectory()),
                progress);
        TrackRecord.Run run = result.run();
        result.record().packages().stream()
                .filter(entry -> entry.state() != TrackState.REPRODUCIBLE)
                .forEach(entry -> progress.warn(entry.toText()));
        progress.info(run.reproducible() + " of " + run.packages() + " packages reproducible; different: "
                + run.different()
                + ", failed: " + run.failed() + ", lacking: " + run.lacking() + ", unavailable: " + run.unavailable()
                + "; built now: " + result.built() + "; see " + recordFile);
        page.write(recordFile, pageFile);
        progress.info("The record as a page: " + pageFile);
        if (required) {
            require(result);
        }
        choice.publishable(result.wheels(), result.leftOut(), progress).ifPresent(wheels -> publish(wheels, progress));
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new BuildFailure("<" + name + "> is " + value).remedy("Give it a number of 1 or more");
        }
    }

    private static void requireFile(String name, Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new BuildFailure("Cannot write <" + name + "> " + file)
                    .detail(Files.isDirectory(file) ? "it is a directory" : "its directory cannot be written to")
                    .remedy("Name another file, or correct the permissions");
        }
    }

    /** What is wrong with limits and places is told before anything is built. */
    private void checkPlaces() {
        atLeastOne("timeout", timeout);
        atLeastOne("maxSize", maxSize);
        requireFile("recordFile", recordFile);
        requireFile("wheelsLockFile", wheelsLockFile);
        requireFile("pageFile", pageFile);
        if (Stream.of(recordFile, wheelsLockFile, pageFile).distinct().count() < 3) {
            throw new BuildFailure("<recordFile>, <wheelsLockFile> and <pageFile> name the same file twice")
                    .remedy("Give each a file of its own");
        }
        indexWriter.requireReplaceable(indexDirectory);
        if (wheelRepository != null) {
            WheelPublisher.repository(wheelRepository);
            if (wheelGroupId == null) {
                throw new BuildFailure("A <wheelRepository> is named, but no <wheelGroupId>")
                        .remedy("Say which group id the artifacts shall have: -Dpython-dist.wheelGroupId=");
            }
        }
    }

    private void publish(List<ReproducedWheel> wheels, Progress progress) {
        indexWriter.write(indexDirectory, wheels);
        progress.info("Index of " + wheels.size() + (wheels.size() == 1 ? " wheel: " : " wheels: ") + indexDirectory);
        if (wheelGroupId == null || wheels.isEmpty()) {
            return;
        }
        Path files = workDirectory().resolve("published");
        Coordinates builder =
                new Coordinates(plugin.getGroupId(), plugin.getArtifactId(), plugin.getVersion(), "maven-plugin", "");
        publisher.publish(
                session,
                artifacts.of(wheelGroupId, wheels, builder, files),
                Optional.ofNullable(wheelRepository),
                files,
                progress);
    }

    private void require(TrackResult result) {
        List<TrackRecord.Entry> others = result.record().packages().stream()
                .filter(entry -> entry.state() != TrackState.REPRODUCIBLE)
                .toList();
        if (!others.isEmpty()) {
            BuildFailure failure = new BuildFailure(
                    others.size() + " of " + result.record().packages().size() + " packages are not reproducible");
            others.forEach(entry -> failure.detail(entry.toText()));
            throw failure.remedy("What differs, and the ends of logs: " + recordFile);
        }
    }

    private Optional<Path> requirementsFile() {
        Path usual = project.getBasedir().toPath().resolve("wheels.txt");
        boolean named = !named(packages).isEmpty() || !named(lists).isEmpty();
        return requirements == null && !named && Files.isRegularFile(usual)
                ? Optional.of(usual)
                : Optional.ofNullable(requirements);
    }

    private static List<String> named(@Nullable List<String> names) {
        return names == null
                ? List.of()
                : names.stream()
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    private String day() {
        if (date == null) {
            if (outputTimestamp == null || outputTimestamp.isBlank()) {
                throw new BuildFailure("The run has no date")
                        .remedy(
                                "Say which day the record shall have: -Dpython-dist.wheels.date=2026-11-22, or set the property"
                                        + " project.build.outputTimestamp in the POM");
            }
            return LocalDate.ofInstant(
                            Instant.ofEpochSecond(OutputTimestamp.epochSecond(outputTimestamp)), ZoneOffset.UTC)
                    .toString();
        }
        try {
            return LocalDate.parse(date.strip()).toString();
        } catch (DateTimeParseException e) {
            throw new BuildFailure("'" + date + "' is no day").remedy("Write it as 2026-11-22");
        }
    }

    private SortedMap<String, WheelRecipe> recipes() {
        SortedMap<String, WheelRecipe> known = new TreeMap<>();
        if (recipes != null) {
            for (WheelRecipeParameter recipe : recipes) {
                if (known.put(recipe.packageName(), recipe.recipe()) != null) {
                    throw new BuildFailure("There are two <recipe>s of " + recipe.packageName())
                            .remedy("Write one that has all: a package has one recipe");
                }
            }
        }
        return known;
    }
}
