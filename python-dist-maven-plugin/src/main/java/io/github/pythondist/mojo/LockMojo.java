package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.LockFile;
import io.github.pythondist.wheel.LockRequest;
import io.github.pythondist.wheel.Locker;
import io.github.pythondist.wheel.Requirements;
import io.github.pythondist.wheelbuild.WheelBuildRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Says which version of which Python package, and which file of it, the project's requirements come to, and writes that
 * into a lock file ({@code pylock.toml}, PEP 751). The resolver is that of the interpreter's own pip; nothing is
 * installed. The newest versions that the requirements allow are taken, so it is also how a project upgrades.
 *
 * <p>It has no phase; it is run when requirements change:
 *
 * <pre>
 * mvn python-dist:lock
 * mvn python-dist:lock -Dpython-dist.platforms=linux-x86_64,linux-aarch_64
 * mvn python-dist:lock -Dpython-dist.build
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "lock", threadSafe = true)
public final class LockMojo extends AbstractWheelMojo {

    /**
     * The platforms to lock for, by their classifiers; also those this machine is not. The default is the interpreter's.
     *
     * <p>Example: {@code <platforms>linux-x86_64,linux-aarch_64,windows-x86_64</platforms>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.platforms")
    private @Nullable List<String> platforms;

    /**
     * The newest version of glibc that wheels may need; that of this machine does not matter. A machine with an older one
     * cannot use what is locked.
     *
     * <p>Example: {@code <glibc>2.17</glibc>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.glibc", defaultValue = "2.28")
    private String glibc;

    /**
     * Whether to lock what building the project's wheel requires, rather than what the project requires: the
     * {@code [build-system] requires} of its {@code pyproject.toml}, for the goal {@code build-wheel}.
     *
     * <p>Example: {@code mvn python-dist:lock -Dpython-dist.build}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.build", defaultValue = "false")
    private boolean build;

    /**
     * The lock file for {@code <build>}.
     *
     * <p>Example: {@code <buildLockFile>src/main/python/pylock.build.toml</buildLockFile>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.buildLockFile", defaultValue = "${project.basedir}/" + LockFile.BUILD_FILE_NAME)
    private Path buildLockFile;

    /**
     * The directory of the {@code pyproject.toml} for {@code <build>}. The default is {@code src/main/python} if there is
     * one, else the project's.
     *
     * <p>Example: {@code <packageDirectory>python</packageDirectory>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.packageDirectory")
    private @Nullable Path packageDirectory;

    private final Locker locker;

    @Inject
    LockMojo(
            InterpreterResolver resolver,
            PythonToolchains toolchains,
            RepositorySystem repositorySystem,
            IndexSettings indexSettings,
            Locker locker) {
        super(resolver, toolchains, repositorySystem, indexSettings);
        this.locker = locker;
    }

    @Override
    protected void run(Progress progress) {
        InterpreterHome python = interpreterToRun(progress);
        List<Platform> named = parse(platforms);
        locker.lock(
                new LockRequest(
                        python,
                        build ? Optional.of(buildRequirements()) : requirements(),
                        build ? buildLockFile : lockFile,
                        named.isEmpty() ? List.of(Platform.parse(python.platform())) : named,
                        glibc,
                        allowSdists,
                        sources(Optional.empty()),
                        workDirectory()),
                progress);
    }

    private Requirements buildRequirements() {
        Path directory =
                WheelBuildRequest.directory(project.getBasedir().toPath(), Optional.ofNullable(packageDirectory));
        return Requirements.ofBuild(directory.resolve("pyproject.toml"));
    }
}
