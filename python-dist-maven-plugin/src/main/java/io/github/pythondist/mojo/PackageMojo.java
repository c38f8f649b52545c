package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.PackagedDistribution;
import io.github.pythondist.report.Progress;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Packs the tree, its licence texts and its description into one archive, the same bytes every time, and attaches it to
 * the project: type {@code tar.zst}, classifier the target platform.
 *
 * @since 0.1.0
 */
@Mojo(name = "package", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class PackageMojo extends AbstractProducerMojo {

    private final DistributionBuilder builder;
    private final MavenProjectHelper projectHelper;

    @Inject
    PackageMojo(DistributionBuilder builder, MavenFetching fetching, MavenProjectHelper projectHelper) {
        super(fetching);
        this.builder = builder;
        this.projectHelper = projectHelper;
    }

    @Override
    protected void run(Progress progress) {
        PackagedDistribution distribution = builder.pack(request(progress), buildDirectory());
        projectHelper.attachArtifact(
                project,
                distribution.type(),
                distribution.classifier(),
                distribution.archive().toFile());
    }
}
