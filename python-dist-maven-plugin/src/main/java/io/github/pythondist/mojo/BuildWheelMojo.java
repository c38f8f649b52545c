package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.consumer.RunRequest;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.LockFile;
import io.github.pythondist.wheelbuild.BuildPlace;
import io.github.pythondist.wheelbuild.WheelBuildRequest;
import io.github.pythondist.wheelbuild.WheelBuildResult;
import io.github.pythondist.wheelbuild.WheelBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Builds the project's Python package into a wheel, by the build backend that its {@code pyproject.toml} names (PEP 517).
 *
 * <p>The backend sees a copy of the sources and exactly the packages that {@code pylock.build.toml} locks; what it makes is
 * packed again so that the same sources give the same bytes. Sources in C are compiled by the compilers of the build
 * environment, against an old glibc and without network: the machine needs no compiler, and the wheel has the platform
 * tag that is true for its symbols, such as {@code manylinux_2_17_x86_64}. When nothing changed, nothing is done.
 *
 * <p>The wheel is put into {@code target} and attached to the project, with its tags as classifier and the type
 * {@code whl}. A project that has it as a dependency gets it installed by {@code install-wheels}.
 *
 * <p>Bound to the phase {@code package}:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;goals&gt;&lt;goal&gt;build-wheel&lt;/goal&gt;&lt;/goals&gt;
 * &lt;/execution&gt;
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "build-wheel", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class BuildWheelMojo extends AbstractWheelBuildMojo {

    /**
     * The time of all files in wheels, and {@code SOURCE_DATE_EPOCH} of backends: ISO 8601 or seconds since 1970, from
     * 1980 to 2099. The default is the property {@code project.build.outputTimestamp}.
     *
     * <p>Example: {@code <outputTimestamp>2026-11-21T00:00:00Z</outputTimestamp>}
     *
     * @since 0.1.0
     */
    @Parameter(defaultValue = "${project.build.outputTimestamp}")
    private @Nullable String outputTimestamp;

    /**
     * The directory with the {@code pyproject.toml}. The default is {@code src/main/python} if there is one, else the
     * project's directory. The build sees all files in it but {@code target}, those of version control, virtual
     * environments and bytecode.
     *
     * <p>Example: {@code <packageDirectory>python</packageDirectory>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.packageDirectory")
    private @Nullable Path packageDirectory;

    /**
     * The lock file of what the build requires, made by {@code mvn python-dist:lock -Dpython-dist.build}. It need not be
     * there if {@code [build-system] requires} is empty.
     *
     * <p>Example: {@code <buildLockFile>src/main/python/pylock.build.toml</buildLockFile>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.buildLockFile", defaultValue = "${project.basedir}/" + LockFile.BUILD_FILE_NAME)
    private Path buildLockFile;

    /**
     * Where the backend runs: {@code none} on this machine as it is, {@code namespaces}, {@code chroot} or {@code host} in
     * a build environment with compilers, as the goals for distributions know them. The default {@code auto} is
     * {@code none} for a project without sources in C, C++ or Cython, else the first of {@code namespaces} and
     * {@code chroot} that works.
     *
     * <p>Example: {@code <environment>namespaces</environment>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.environment", defaultValue = "auto")
    private String environment;

    /**
     * Whether an sdist is made too. It is attached with the classifier {@code sdist} and the type {@code tar.gz}.
     *
     * <p>Example: {@code <sdist>true</sdist>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.sdist", defaultValue = "false")
    private boolean sdist;

    /**
     * Settings of the backend ({@code config_settings} of PEP 517).
     *
     * <p>Example:
     *
     * <pre>
     * &lt;configSettings&gt;
     *   &lt;setup-args&gt;-Doptimization=2&lt;/setup-args&gt;
     * &lt;/configSettings&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable Map<String, String> configSettings;

    /**
     * Environment variables of the build, stronger than those that it sets.
     *
     * <p>Example:
     *
     * <pre>
     * &lt;environmentVariables&gt;
     *   &lt;SETUPTOOLS_SCM_PRETEND_VERSION&gt;${project.version}&lt;/SETUPTOOLS_SCM_PRETEND_VERSION&gt;
     * &lt;/environmentVariables&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter
    private @Nullable Map<String, String> environmentVariables;

    /**
     * Seconds after which the backend is ended and the build fails; 0 waits for ever.
     *
     * <p>Example: {@code <timeout>600</timeout>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.timeout", defaultValue = "0")
    private int timeout;

    /**
     * Group id of wheels that are Maven artifacts, as the goal {@code mirror-wheels} makes them, for what the build
     * requires.
     *
     * <p>Example: {@code <wheelGroupId>com.example.wheels</wheelGroupId>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheelGroupId")
    private @Nullable String wheelGroupId;

    private final WheelBuilder builder;
    private final MavenProjectHelper projectHelper;

    @Inject
    BuildWheelMojo(
            InterpreterResolver resolver,
            PythonToolchains toolchains,
            RepositorySystem repositorySystem,
            IndexSettings indexSettings,
            MavenFetching fetching,
            WheelBuilder builder,
            MavenProjectHelper projectHelper) {
        super(resolver, toolchains, repositorySystem, indexSettings, fetching);
        this.builder = builder;
        this.projectHelper = projectHelper;
    }

    @Override
    protected void run(Progress progress) {
        InterpreterHome python = interpreterToRun(progress);
        BuildPlace place = BuildPlace.parse(environment);
        WheelBuildResult result = builder.build(
                new WheelBuildRequest(
                        python,
                        WheelBuildRequest.directory(
                                project.getBasedir().toPath(), Optional.ofNullable(packageDirectory)),
                        buildDirectory,
                        buildLockFile,
                        sources(Optional.ofNullable(wheelGroupId)),
                        toolchain().isPresent() ? place.forInstalled() : place,
                        texts(configSettings),
                        texts(environmentVariables),
                        sdist,
                        OutputTimestamp.epochSecond(outputTimestamp),
                        RunRequest.timeout(timeout),
                        fetchSettings(),
                        cacheDirectory(),
                        buildDirectory,
                        scratch().resolve("build-wheel")),
                progress);
        result.doubts().forEach(progress::warn);
        if (result.upToDate()) {
            progress.info("The wheel is up to date: " + result.wheel());
        }
        projectHelper.attachArtifact(
                project, "whl", result.tags(), result.wheel().toFile());
        result.sdist().ifPresent(file -> projectHelper.attachArtifact(project, "tar.gz", "sdist", file.toFile()));
    }
}
