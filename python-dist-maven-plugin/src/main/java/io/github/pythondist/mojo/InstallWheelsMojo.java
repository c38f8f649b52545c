package io.github.pythondist.mojo;

import io.github.pythondist.consumer.InterpreterHome;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.wheel.EnvironmentInstaller;
import io.github.pythondist.wheel.InstallRequest;
import io.github.pythondist.wheel.LockRequest;
import io.github.pythondist.wheel.Locker;
import io.github.pythondist.wheel.PythonEnvironment;
import io.github.pythondist.wheel.Requirements;
import io.github.pythondist.wheel.WheelSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.model.Dependency;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Installs the Python packages that the lock file lists into a virtual environment of the build, each verified by its
 * SHA-256. Packages are fetched once and kept for all builds; the shared interpreter is never written to. When nothing
 * changed, nothing is done.
 *
 * <p>Sets the properties {@code python.env}, the environment's directory, and {@code python.env.executable}, its
 * interpreter, for the goals that follow. Console scripts of packages are in its {@code bin}.
 *
 * <p>Wheels that the project has as dependencies of type {@code whl}, such as those that {@code build-wheel} makes in
 * other modules, are installed too. Maven resolves them, so they need no lock; what they require has to be locked.
 *
 * <p>Bound to the phase {@code process-resources}:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;goals&gt;&lt;goal&gt;install-wheels&lt;/goal&gt;&lt;/goals&gt;
 * &lt;/execution&gt;
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "install-wheels", defaultPhase = LifecyclePhase.PROCESS_RESOURCES, threadSafe = true)
public final class InstallWheelsMojo extends AbstractWheelMojo {

    /**
     * Where the environment is made.
     *
     * <p>Example: <code>&lt;environmentDirectory&gt;${project.build.directory}/tools-env&lt;/environmentDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(
            property = "python-dist.environmentDirectory",
            defaultValue = "${project.build.directory}/python-env",
            required = true)
    private Path environmentDirectory;

    /**
     * Group id of wheels that are Maven artifacts, as the goal {@code mirror-wheels} makes them. If it is given, Maven
     * resolves them, and no index is asked unless one is named.
     *
     * <p>Example: {@code <wheelGroupId>com.example.wheels</wheelGroupId>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.wheelGroupId")
    private @Nullable String wheelGroupId;

    /**
     * Whether there must be a lock file. Without one, if this is false, the requirements are resolved anew in each clean
     * build, whose result is then not the same every time.
     *
     * <p>Example: {@code <requireLock>false</requireLock>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.requireLock", defaultValue = "true")
    private boolean requireLock;

    /**
     * Whether modules are compiled when they are installed, so that programs start faster.
     *
     * <p>Example: {@code <compile>false</compile>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.compile", defaultValue = "true")
    private boolean compile;

    private final EnvironmentInstaller installer;
    private final Locker locker;

    @Inject
    InstallWheelsMojo(
            InterpreterResolver resolver,
            PythonToolchains toolchains,
            RepositorySystem repositorySystem,
            IndexSettings indexSettings,
            EnvironmentInstaller installer,
            Locker locker) {
        super(resolver, toolchains, repositorySystem, indexSettings);
        this.installer = installer;
        this.locker = locker;
    }

    @Override
    protected void run(Progress progress) {
        InterpreterHome python = interpreterToRun(progress);
        Optional<Requirements> requirements = requirements();
        WheelSources sources = sources(Optional.ofNullable(wheelGroupId));
        List<Path> wheels = dependedWheels();
        boolean onlyWheels = !wheels.isEmpty() && requirements.isEmpty() && !Files.exists(lockFile);
        Optional<Path> lock =
                onlyWheels ? Optional.empty() : Optional.of(lock(python, requirements, sources, progress));
        PythonEnvironment environment = installer.install(
                new InstallRequest(
                        python,
                        requirements,
                        lock,
                        wheels,
                        environmentDirectory,
                        compile,
                        allowSdists,
                        sources,
                        workDirectory()),
                progress);
        project.getProperties()
                .setProperty("python.env", environment.directory().toString());
        project.getProperties()
                .setProperty("python.env.executable", environment.executable().toString());
    }

    private Path lock(
            InterpreterHome python, Optional<Requirements> requirements, WheelSources sources, Progress progress) {
        return requireLock || Files.exists(lockFile)
                ? lockFile
                : locker.lockUnlessFresh(
                        new LockRequest(
                                python,
                                requirements,
                                workDirectory().resolve("pylock.toml"),
                                List.of(Platform.parse(python.platform())),
                                LockRequest.DEFAULT_GLIBC,
                                allowSdists,
                                sources,
                                workDirectory()),
                        progress);
    }

    /** Wheels that the POM names, from the reactor or a repository. */
    private List<Path> dependedWheels() {
        List<Path> wheels = new ArrayList<>();
        for (Dependency dependency : project.getDependencies()) {
            if ("whl".equals(dependency.getType())) {
                Artifact artifact = new DefaultArtifact(
                        dependency.getGroupId(),
                        dependency.getArtifactId(),
                        dependency.getClassifier(),
                        dependency.getType(),
                        dependency.getVersion());
                try {
                    wheels.add(ArtifactFiles.resolve(repositorySystem, session, project, artifact));
                } catch (ArtifactResolutionException e) {
                    throw new BuildFailure("Cannot resolve the wheel " + artifact, e)
                            .remedy("If a module of this build makes it: wheels are there from the phase package on")
                            .remedy("Its classifier is that part of its file's name that comes after the version");
                }
            }
        }
        return wheels;
    }
}
