package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.PackagedFile;
import io.github.pythondist.report.Progress;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Trains an interpreter: builds one that counts what it executes, has it do the work of a task, merges the counts and
 * attaches them, with a record of what was trained, as an artifact of type {@code profile.tar.zst}. Builds with
 * {@code <optimize>} name that artifact in {@code <profile>}, with its SHA-256, which this goal says.
 *
 * <p>Bound to the phase {@code package}:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;goals&gt;&lt;goal&gt;profile&lt;/goal&gt;&lt;/goals&gt;
 *   &lt;configuration&gt;
 *     &lt;series&gt;3.13&lt;/series&gt;
 *   &lt;/configuration&gt;
 * &lt;/execution&gt;
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "profile", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class ProfileMojo extends AbstractProducerMojo {

    /**
     * What the interpreter is trained with, one of the catalog's {@code cpython/training/tasks.yaml}: {@code tests} is the
     * part of its own test suite that CPython's developers choose for this.
     *
     * <p>Example: {@code <task>tests</task>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.task", defaultValue = "tests")
    private String task;

    private final DistributionBuilder builder;
    private final MavenProjectHelper projectHelper;

    @Inject
    ProfileMojo(DistributionBuilder builder, MavenFetching fetching, MavenProjectHelper projectHelper) {
        super(fetching);
        this.builder = builder;
        this.projectHelper = projectHelper;
    }

    @Override
    protected boolean optimized() {
        return false;
    }

    @Override
    protected void run(Progress progress) {
        PackagedFile profile = builder.train(request(progress), task, buildDirectory());
        projectHelper.attachArtifact(
                project, profile.type(), profile.classifier(), profile.file().toFile());
        progress.info("the profile is " + profile.file());
        progress.info("SHA-256 " + profile.sha256());
    }
}
