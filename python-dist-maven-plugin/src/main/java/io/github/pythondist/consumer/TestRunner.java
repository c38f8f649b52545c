package io.github.pythondist.consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.consumer.TestRequest.Framework;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.json.JsonText;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Runs Python's tests and tells how they went. unittest writes no report that others read, so it is run by a script of
 * ours, {@code unittest_report.py}, which needs the standard library alone.
 */
@Named
@Singleton
public final class TestRunner {

    private static final String SCRIPT = "/consumer/unittest_report.py";
    // Both frameworks: some failed. pytest: ended early, found none; the report tells.
    private static final Set<Integer> TOLD_BY_REPORT = Set.of(0, 1, 2, 5);
    private static final int NO_TESTS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PythonRunner runner;

    @Inject
    public TestRunner(PythonRunner runner) {
        this.runner = runner;
    }

    /**
     * Runs the tests.
     *
     * @return what the report says, failed tests included; no test at all if there was none
     * @throws BuildFailure if Python or the framework did not get as far as a report
     */
    public TestReport run(TestRequest request, Progress progress) {
        if (!Files.isDirectory(request.directory())) {
            progress.debug("There is no directory " + request.directory());
            return new TestReport(0, 0, 0, 0, List.of());
        }
        try {
            // That of a former run must not tell of this one.
            Files.deleteIfExists(request.report());
            Files.createDirectories(request.report().toAbsolutePath().getParent());
            boolean pytest = request.framework() == Framework.PYTEST;
            RunResult result = runner.run(
                    RunRequest.of(
                                    request.python().executable(),
                                    pytest
                                            ? Program.module("pytest")
                                            : Program.script(PluginScripts.copy(SCRIPT, request.scratch())),
                                    request.workingDirectory(),
                                    request.scratch().resolve("test-run-" + request.name() + ".log"))
                            .withArguments(pytest ? pytest(request) : unittest(request))
                            .withEnvironment(request.environment())
                            .withSources(request.sources())
                            .withTimeout(request.timeout())
                            .withSuccessCodes(TOLD_BY_REPORT),
                    progress);
            if (!Files.isRegularFile(request.report())) {
                throw noReport(request, result);
            }
            TestReport report = TestReport.read(request.report());
            if (result.exitCode() != 0
                    && report.problems().isEmpty()
                    && (result.exitCode() != NO_TESTS || report.tests() > 0)) {
                throw ended(request, result).detail("The report has no failed test: " + request.report());
            }
            return report;
        } catch (IOException e) {
            throw new BuildFailure("Cannot run the tests in " + request.directory(), e)
                    .remedy("Check free space and permissions in " + request.scratch() + " and "
                            + request.report().getParent());
        }
    }

    private static List<String> pytest(TestRequest request) {
        List<String> arguments = new ArrayList<>(List.of(
                "--junitxml=" + request.report(),
                "--override-ini=junit_suite_name=" + suite(request),
                // The sources are not written to; nor is the project.
                "--override-ini=cache_dir=" + request.scratch().resolve("pytest-cache")));
        if (!request.selection().isEmpty()) {
            arguments.add("-k");
            arguments.add(String.join(" or ", request.selection()));
        }
        arguments.addAll(request.arguments());
        arguments.add(request.directory().toString());
        return arguments;
    }

    private static List<String> unittest(TestRequest request) throws IOException {
        if (!request.arguments().isEmpty()) {
            throw new BuildFailure("unittest takes no arguments here: " + request.arguments())
                    .remedy("Leave <arguments> away, or use <framework>pytest</framework>.");
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("directory", request.directory().toString());
        json.put("pattern", request.pattern());
        ArrayNode names = json.putArray("names");
        request.selection().forEach(names::add);
        json.put("report", request.report().toString());
        json.put("suite", suite(request));
        Path file = request.scratch().resolve("test-run-" + request.name() + ".json");
        AtomicFiles.writeString(file, JsonText.of(json));
        return List.of(file.toString());
    }

    private static String suite(TestRequest request) {
        return "python-" + request.name();
    }

    private static BuildFailure noReport(TestRequest request, RunResult result) throws IOException {
        boolean noPytest =
                Files.readAllLines(result.log()).stream().anyMatch(line -> line.endsWith("No module named pytest"));
        if (noPytest) {
            return new BuildFailure("There is no pytest in " + request.python().executable())
                    .remedy("Put it among the requirements, and let install-wheels run before.")
                    .remedy("Or configure <framework>unittest</framework>, which is part of Python.");
        }
        return ended(request, result);
    }

    private static BuildFailure ended(TestRequest request, RunResult result) {
        return new BuildFailure(request.framework().name().toLowerCase(Locale.ROOT) + " ended with exit code "
                        + result.exitCode() + " before all tests were run")
                .detail("output: " + result.log())
                .remedy("The output above tells why.");
    }
}
