package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.report.Progress;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Fetches every pinned source of the distribution and checks its digest.
 *
 * <p>Each file is tried from its places in order, in local directories first; the first that yields the pinned bytes
 * wins. Files already in the store are not fetched again.
 *
 * <p>Bound to the phase {@code initialize}; the packaging {@code python-dist} runs it there. To have all sources before a machine goes offline:
 *
 * <pre>
 * mvn python-dist:resolve-sources -Dpython-dist.sourceSet=debian
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "resolve-sources", defaultPhase = LifecyclePhase.INITIALIZE, threadSafe = true)
public final class ResolveSourcesMojo extends AbstractProducerMojo {

    private final DistributionBuilder builder;

    @Inject
    ResolveSourcesMojo(DistributionBuilder builder, MavenFetching fetching) {
        super(fetching);
        this.builder = builder;
    }

    @Override
    protected void run(Progress progress) {
        builder.resolveSources(request(progress));
    }
}
