package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.report.Progress;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Builds the static libraries, each only when something that goes into it changed.
 *
 * <p>Bound to the phase {@code process-sources}; the packaging {@code python-dist} runs it there. To try a recipe:
 *
 * <pre>
 * mvn python-dist:build-components -Dpython-dist.series=3.13 -Dpython-dist.components=zstd
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "build-components", defaultPhase = LifecyclePhase.PROCESS_SOURCES, threadSafe = true)
public final class BuildComponentsMojo extends AbstractProducerMojo {

    /**
     * The only components to build, with what they depend on: for trying a recipe. The default is every component that
     * the series is linked with.
     *
     * <p>Example: {@code -Dpython-dist.components=zstd,openssl}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.components")
    private @Nullable List<String> components;

    private final DistributionBuilder builder;

    @Inject
    BuildComponentsMojo(DistributionBuilder builder, MavenFetching fetching) {
        super(fetching);
        this.builder = builder;
    }

    @Override
    protected List<String> onlyComponents() {
        return components == null ? List.of() : components;
    }

    @Override
    protected void run(Progress progress) {
        Set<String> built = builder.buildComponents(request(progress)).keySet();
        progress.info(built.size()
                + (built.size() == 1 ? " component is built: " : " components are built: ")
                + String.join(", ", built));
    }
}
