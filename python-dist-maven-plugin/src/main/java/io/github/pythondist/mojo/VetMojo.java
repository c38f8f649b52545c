package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.report.Progress;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Applies the licence policy: every component's SPDX expression, and that its licence text really is that licence.
 *
 * <p>Bound to the phase {@code generate-sources}; the packaging {@code python-dist} runs it there. It compiles nothing, so it is quick on its own:
 *
 * <pre>
 * mvn python-dist:vet -Dpython-dist.series=3.13
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "vet", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class VetMojo extends AbstractProducerMojo {

    private final DistributionBuilder builder;

    @Inject
    VetMojo(DistributionBuilder builder, MavenFetching fetching) {
        super(fetching);
        this.builder = builder;
    }

    @Override
    protected void run(Progress progress) {
        builder.vet(request(progress));
    }
}
