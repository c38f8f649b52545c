package io.github.pythondist.mojo;

import io.github.pythondist.consumer.PythonInstallation;
import io.github.pythondist.consumer.TestReport;
import io.github.pythondist.consumer.TestRequest;
import io.github.pythondist.consumer.TestRequest.Framework;
import io.github.pythondist.consumer.TestRunner;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs the project's Python tests with unittest or pytest, and writes a JUnit XML report where Surefire writes its own, so
 * that Surefire's report and CI servers show them. What Surefire's switches say holds here, too: {@code skipTests},
 * {@code maven.test.skip}, {@code maven.test.failure.ignore}.
 *
 * <p>Bound to the phase {@code test}:
 *
 * <pre>
 * &lt;execution&gt;
 *   &lt;goals&gt;&lt;goal&gt;test-run&lt;/goal&gt;&lt;/goals&gt;
 *   &lt;configuration&gt;
 *     &lt;framework&gt;pytest&lt;/framework&gt;
 *   &lt;/configuration&gt;
 * &lt;/execution&gt;
 * </pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "test-run", defaultPhase = LifecyclePhase.TEST, threadSafe = true)
public final class TestRunMojo extends AbstractRunMojo {

    private static final int MAX_SHOWN = 20;

    /**
     * What runs the tests: {@code unittest}, which is part of Python, or {@code pytest}, which must be among the
     * requirements that {@code install-wheels} installed.
     *
     * <p>Example: {@code <framework>pytest</framework>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.framework", defaultValue = "unittest")
    private String framework;

    /**
     * Where the tests are.
     *
     * <p>Example: <code>&lt;testSourceDirectory&gt;${project.basedir}/tests&lt;/testSourceDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.testSourceDirectory", defaultValue = "${project.basedir}/src/test/python")
    private Path testSourceDirectory;

    /**
     * Which files unittest takes for tests. pytest has its own configuration.
     *
     * <p>Example: {@code <pattern>*_test.py</pattern>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.testPattern", defaultValue = "test*.py")
    private String pattern;

    /**
     * Runs some of the tests: those whose name has one of these in it, as the option {@code -k} of both frameworks
     * does.
     *
     * <p>Example: {@code -Dpython-dist.tests=test_login,test_logout}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.tests")
    private @Nullable List<String> tests;

    /**
     * More arguments for pytest; unittest takes none.
     *
     * <p>Example: {@code <arguments><argument>--maxfail=1</argument></arguments>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.testArguments")
    private @Nullable List<String> arguments;

    /**
     * Directory of the report, {@code TEST-python-<execution id>.xml}.
     *
     * <p>Example: <code>&lt;reportsDirectory&gt;${project.build.directory}/python-reports&lt;/reportsDirectory&gt;</code>
     *
     * @since 0.1.0
     */
    @Parameter(
            property = "python-dist.reportsDirectory",
            defaultValue = "${project.build.directory}/surefire-reports",
            required = true)
    private Path reportsDirectory;

    /**
     * Whether it is a failure if there is no test.
     *
     * <p>Example: {@code <failIfNoTests>false</failIfNoTests>}
     *
     * @since 0.1.0
     */
    @Parameter(property = "python-dist.failIfNoTests", defaultValue = "true")
    private boolean failIfNoTests;

    /**
     * Lets the build go on when tests fail.
     *
     * <p>Example: {@code -Dmaven.test.failure.ignore}
     *
     * @since 0.1.0
     */
    @Parameter(property = "maven.test.failure.ignore", defaultValue = "false")
    private boolean testFailureIgnore;

    /**
     * Skips the tests, like Surefire's.
     *
     * <p>Example: {@code -DskipTests}
     *
     * @since 0.1.0
     */
    @Parameter(property = "skipTests", defaultValue = "false")
    private boolean skipTests;

    /**
     * Skips the tests, like Surefire's.
     *
     * <p>Example: {@code -Dmaven.test.skip}
     *
     * @since 0.1.0
     */
    @Parameter(property = "maven.test.skip", defaultValue = "false")
    private boolean mavenTestSkip;

    private final TestRunner runner;

    @Inject
    TestRunMojo(InterpreterResolver resolver, PythonToolchains toolchains, TestRunner runner) {
        super(resolver, toolchains);
        this.runner = runner;
    }

    @Override
    protected void run(Progress progress) {
        if (skipTests || mavenTestSkip) {
            progress.info("Tests are skipped.");
            return;
        }
        PythonInstallation python = python(progress);
        Path report = reportsDirectory.resolve("TEST-python-" + executionId() + ".xml");
        TestReport result = runner.run(
                new TestRequest(
                        executionId(),
                        python,
                        framework(),
                        testSourceDirectory,
                        sources(),
                        pattern,
                        Objects.requireNonNullElse(tests, List.of()),
                        Objects.requireNonNullElse(arguments, List.of()),
                        variables(python),
                        workingDirectory(),
                        timeout(),
                        report,
                        scratch()),
                progress);
        String counts = "Tests run: " + result.tests() + ", Failures: " + result.failures() + ", Errors: "
                + result.errors() + ", Skipped: " + result.skipped();
        if (result.tests() == 0 && failIfNoTests) {
            throw new BuildFailure("There are no Python tests in " + testSourceDirectory)
                    .remedy("Check <testSourceDirectory>" + (tests == null || tests.isEmpty() ? "" : " and <tests>")
                            + ", or set <failIfNoTests>false</failIfNoTests>.");
        }
        if (result.problems().isEmpty()) {
            progress.info(counts);
            return;
        }
        BuildFailure failure = new BuildFailure(
                result.problems().size() + " of " + result.tests() + " Python tests failed. " + counts);
        result.problems().stream()
                .limit(MAX_SHOWN)
                .forEach(problem ->
                        failure.detail(problem.test() + (problem.message().isEmpty() ? "" : ": " + problem.message())));
        if (result.problems().size() > MAX_SHOWN) {
            failure.detail("and " + (result.problems().size() - MAX_SHOWN) + " more");
        }
        failure.remedy("The report is " + report);
        if (!testFailureIgnore) {
            throw failure;
        }
        failure.getMessage().lines().forEach(progress::warn);
    }

    private Framework framework() {
        return Arrays.stream(Framework.values())
                .filter(candidate -> candidate.name().toLowerCase(Locale.ROOT).equals(framework))
                .findFirst()
                .orElseThrow(() -> new BuildFailure("Unknown <framework> '" + framework + "' of test-run")
                        .remedy("Set it to unittest or pytest"));
    }
}
