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
 * <p>Bound to the phase {@code compile}; the packaging {@code python-dist} runs it there. For another flavour it gets an execution of its own, with the
 * other goals of a producer:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;id&gt;debug&lt;/id&gt;
 *   &lt;goals&gt;
 *     &lt;goal&gt;resolve-sources&lt;/goal&gt;
 *     &lt;goal&gt;vet&lt;/goal&gt;
 *     &lt;goal&gt;environment&lt;/goal&gt;
 *     &lt;goal&gt;build-components&lt;/goal&gt;
 *     &lt;goal&gt;build-cpython&lt;/goal&gt;
 *     &lt;goal&gt;test&lt;/goal&gt;
 *     &lt;goal&gt;package&lt;/goal&gt;
 *     &lt;goal&gt;audit&lt;/goal&gt;
 *   &lt;/goals&gt;
 *   &lt;configuration&gt;
 *     &lt;flavour&gt;debug&lt;/flavour&gt;
 *   &lt;/configuration&gt;
 * &lt;/execution&gt;
 * </pre>
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
