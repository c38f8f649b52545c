package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.report.Progress;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Builds CPython with every extension module of the catalog linked statically, and unpacks the tree below
 * {@code target/python-dist/}.
 *
 * @since 0.1.0
 */
@Mojo(name = "build-cpython", defaultPhase = LifecyclePhase.COMPILE, threadSafe = true)
public final class BuildCpythonMojo extends AbstractProducerMojo {

    private final DistributionBuilder builder;

    @Inject
    BuildCpythonMojo(DistributionBuilder builder, MavenFetching fetching) {
        super(fetching);
        this.builder = builder;
    }

    @Override
    protected void run(Progress progress) {
        builder.buildCpython(request(progress));
    }
}
