package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.DistributionRequest;
import io.github.pythondist.report.Progress;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Moves the built tree to another place and runs the interpreter's self-test there, inside the build environment; then
 * runs the target's user tests, each in a root such as users have. Where the target is another system, whose programs do
 * not run in the build environment, the self-test is one of the user tests.
 *
 * <p>Bound to the phase {@code test}; the packaging {@code python-dist} runs it there. To leave out what fetches most:
 *
 * <pre>
 * mvn verify -Dpython-dist.skipUserTests
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "test", defaultPhase = LifecyclePhase.TEST, threadSafe = true)
public final class TestMojo extends AbstractProducerMojo {

    /**
     * Skips the self-test and the user tests.
     *
     * <p>Example: {@code -DskipTests}
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipTests", defaultValue = "false")
    private boolean skipTests;

    /**
     * Skips the self-test and the user tests, like {@code skipTests}.
     *
     * <p>Example: {@code -Dmaven.test.skip}
     *
     * @since 0.1.0
     */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean skipAllTests;

    /**
     * Skips the user tests alone: their roots are some 130 MB to fetch, once.
     *
     * <p>Example: {@code -Dpython-dist.skipUserTests}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.skipUserTests", defaultValue = "false")
    private boolean skipUserTests;

    private final DistributionBuilder builder;

    @Inject
    TestMojo(DistributionBuilder builder, MavenFetching fetching) {
        super(fetching);
        this.builder = builder;
    }

    @Override
    protected void run(Progress progress) {
        if (skipTests || skipAllTests) {
            progress.info("self-test and user tests skipped (skipTests or maven.test.skip)");
            return;
        }
        DistributionRequest request = request(progress);
        builder.selfTest(request);
        if (skipUserTests) {
            progress.info("user tests skipped (python-dist.skipUserTests)");
        } else {
            builder.userTests(request);
        }
    }
}
