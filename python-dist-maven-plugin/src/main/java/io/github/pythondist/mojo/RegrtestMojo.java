package io.github.pythondist.mojo;

import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.regrtest.RegrtestRequest;
import io.github.pythondist.report.Progress;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs CPython's own test suite on the complete built tree, inside the build environment, or in the root of what runs the
 * target's programs, such as Wine. Failures that the catalog's
 * {@code cpython/<series>/regrtest.yaml} does not list fail the build; listed ones that do not fail are reported. The
 * whole suite of CPython 3.13 is 480 files.
 *
 * <p>Bound to the phase {@code integration-test}, and to no packaging:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;goals&gt;&lt;goal&gt;regrtest&lt;/goal&gt;&lt;/goals&gt;
 *   &lt;configuration&gt;
 *     &lt;selection&gt;quick&lt;/selection&gt;
 *   &lt;/configuration&gt;
 * &lt;/execution&gt;
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "regrtest", defaultPhase = LifecyclePhase.INTEGRATION_TEST, threadSafe = true)
public final class RegrtestMojo extends AbstractProducerMojo {

    /**
     * Which tests to run, by the name of a selection in the catalog's {@code cpython/regrtest/selections.yaml}:
     * {@code all}, or {@code quick} for a few minutes.
     *
     * <p>Example: {@code -Dpython-dist.regrtest.selection=quick}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.regrtest.selection", defaultValue = "all")
    private String selection;

    /**
     * Test files to run instead of those of the selection, without {@code .py}, with {@code *} and {@code ?} as in globs;
     * the name of a package means all its files.
     *
     * <p>Example: {@code -Dpython-dist.regrtest.tests=test_json,test_ssl,test_asyncio.test_s*}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.regrtest.tests")
    private @Nullable List<String> tests;

    /**
     * What the tests may use, instead of what the selection says: the words of regrtest's option {@code -u},
     * {@code none} among them. There is no network in the build environment.
     *
     * <p>Example: {@code -Dpython-dist.regrtest.resources=cpu,decimal}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.regrtest.resources")
    private @Nullable List<String> resources;

    /**
     * Seconds that one test file may take, instead of what the selection says.
     *
     * <p>Example: {@code -Dpython-dist.regrtest.timeout=3600}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.regrtest.timeout")
    private @Nullable Integer timeout;

    /**
     * Skips CPython's tests.
     *
     * <p>Example: {@code -DskipTests}
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipTests", defaultValue = "false")
    private boolean skipTests;

    /**
     * Skips CPython's tests, like {@code skipTests}.
     *
     * <p>Example: {@code -Dmaven.test.skip}
     *
     * @since 0.1.0
     */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean skipAllTests;

    private final DistributionBuilder builder;

    @Inject
    RegrtestMojo(DistributionBuilder builder, MavenFetching fetching) {
        super(fetching);
        this.builder = builder;
    }

    @Override
    protected void run(Progress progress) {
        if (skipTests || skipAllTests) {
            progress.info("CPython's tests skipped (skipTests or maven.test.skip)");
            return;
        }
        builder.regrtest(
                request(progress),
                new RegrtestRequest(
                        selection,
                        tests == null ? List.of() : tests,
                        resources == null ? List.of() : resources,
                        Optional.ofNullable(timeout)));
    }
}
