package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.report.Progress;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Assembles the build root and the target's sysroot from their locks, and checks that commands can run inside.
 *
 * <p>Bound to the phase {@code generate-sources}; the packaging {@code python-dist} runs it there. To see whether this machine can build:
 *
 * <pre>
 * mvn python-dist:environment -Dpython-dist.series=3.13
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "environment", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class EnvironmentMojo extends AbstractProducerMojo {

    private final DistributionBuilder builder;

    @Inject
    EnvironmentMojo(DistributionBuilder builder, MavenFetching fetching) {
        super(fetching);
        this.builder = builder;
    }

    @Override
    protected void run(Progress progress) {
        builder.assembleEnvironment(request(progress));
    }
}
