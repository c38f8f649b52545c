package io.github.pythondist.mojo;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What every goal has: the switch to skip it, the cache, and how failures reach the user. */
abstract class AbstractPythonDistMojo extends AbstractMojo {

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    protected MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    protected MavenProject project;

    /**
     * Skips this goal. On the command line it skips every goal of this plugin.
     *
     * <p>Example: {@code -Dpython-dist.skip}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Where sources, build environments, finished steps and unpacked interpreters are kept, all named by their content
     * and shared by all builds. The default is {@code .cache/python-dist} in the local repository. Deleting it costs
     * time only.
     *
     * <p>Example: {@code -Dpython-dist.cacheDirectory=/var/cache/python-dist}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.cacheDirectory")
    private @Nullable Path cacheDirectory;

    @Override
    public final void execute() throws MojoFailureException {
        if (skip) {
            getLog().info("skipped (python-dist.skip)");
            return;
        }
        long start = System.nanoTime();
        try {
            run(new LogProgress(getLog()));
        } catch (BuildFailure failure) {
            throw new MojoFailureException(failure.getMessage(), failure);
        } finally {
            getLog().debug("the goal took "
                    + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        }
    }

    /** Does the goal's work; problems the user can act on come as {@link BuildFailure}. */
    protected abstract void run(Progress progress);

    /** A path below the build directory. Without a POM Maven leaves the variable of the base directory in its name. */
    protected final Path inBuild(Path configured) {
        if (project.getFile() != null) {
            return configured;
        }
        for (int i = 0; i < configured.getNameCount() - 1; i++) {
            if (configured.getName(i).toString().equals("${project.basedir}")) {
                return Path.of(session.getExecutionRootDirectory())
                        .resolve(configured.subpath(i + 1, configured.getNameCount()));
            }
        }
        return configured;
    }

    protected final Path cacheDirectory() {
        if (cacheDirectory != null) {
            return cacheDirectory.toAbsolutePath();
        }
        return session.getRepositorySession()
                .getLocalRepository()
                .getBasedir()
                .toPath()
                .resolve(".cache")
                .resolve("python-dist");
    }
}
