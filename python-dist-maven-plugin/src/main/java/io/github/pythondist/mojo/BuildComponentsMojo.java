package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.report.Progress;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Builds the static libraries, each only when something that goes into it changed.
 *
 * @since 0.1.0
 */
@Mojo(name = "build-components", defaultPhase = LifecyclePhase.PROCESS_SOURCES, threadSafe = true)
public final class BuildComponentsMojo extends AbstractProducerMojo {

    private final DistributionBuilder builder;

    @Inject
    BuildComponentsMojo(DistributionBuilder builder, MavenFetching fetching) {
        super(fetching);
        this.builder = builder;
    }

    @Override
    protected void run(Progress progress) {
        builder.buildComponents(request(progress));
    }
}
