package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.PackagedDistribution;
import io.github.pythondist.report.Progress;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Packs the tree, its licence texts and its description into archives, the same bytes every time, and attaches them to
 * the project: type {@code tar.zst}, classifier the target platform, the flavour and the content.
 *
 * @since 0.1.0
 */
@Mojo(name = "package", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class PackageMojo extends AbstractProducerMojo {

    /**
     * Which archives to make of the built tree: {@code runtime} (all that a user runs; the classifier is the platform's),
     * {@code full} (also objects, static libraries, headers of the components and the test suite; {@code -full} after the
     * platform) and {@code debuginfo} (the debug information of all binaries by build ID; {@code -debuginfo}).
     *
     * <pre>
     * &lt;contents&gt;
     *   &lt;content&gt;runtime&lt;/content&gt;
     *   &lt;content&gt;full&lt;/content&gt;
     *   &lt;content&gt;debuginfo&lt;/content&gt;
     * &lt;/contents&gt;
     * </pre>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.contents", defaultValue = "runtime")
    private List<String> contents;

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
        for (PackagedDistribution distribution : builder.pack(request(progress), contents, buildDirectory())) {
            projectHelper.attachArtifact(
                    project,
                    distribution.type(),
                    distribution.classifier(),
                    distribution.archive().toFile());
        }
    }
}
