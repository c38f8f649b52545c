package io.github.pythondist.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.consumer.TestReport.Problem;
import io.github.pythondist.consumer.TestRequest.Framework;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts play the framework: what matters here is what is made of its exit code and report. */
class TestRunnerTest {

    @TempDir
    Path directory;

    private final TestRunner runner = new TestRunner(new PythonRunner());

    @AfterEach
    void openUp() throws IOException {
        Trees.delete(directory.resolve("store"));
    }

    @Test
    void countsWhatTheReportHas() throws IOException {
        TestRequest request = request("""
                cat > %s <<'EOF'
                <?xml version="1.0"?>
                <testsuites name="pytest tests"><testsuite name="s" tests="9">
                  <testcase classname="a.B" name="good"/>
                  <testcase classname="a.B" name="bad"><failure message="1 != 2&#10;more">text</failure></testcase>
                  <testcase classname="a.B" name="worse"><failure message="x"/><error message="at teardown"/></testcase>
                  <testcase classname="" name="a.broken"><error message="collection failure"/></testcase>
                  <testcase classname="a.B" name="later"><skipped message="why"/></testcase>
                </testsuite></testsuites>
                EOF
                exit 1""");

        assertThat(runner.run(request, Progress.NONE))
                .isEqualTo(new TestReport(
                        5,
                        2,
                        1,
                        1,
                        List.of(
                                new Problem("a.B.bad", "1 != 2"),
                                new Problem("a.B.worse", "x"),
                                new Problem("a.broken", "collection failure"))));
    }

    @Test
    void noTestsAreNoFailureOfTheRun() throws IOException {
        TestRequest request = request("echo '<testsuites/>' > %s; exit 5");

        assertThat(runner.run(request, Progress.NONE).tests()).isZero();
        Trees.delete(request.directory());
        assertThat(runner.run(request, Progress.NONE).tests()).isZero();
    }

    @Test
    void doesNotBelieveAnOldReportOrOneThatContradicts() throws IOException {
        TestRequest silent = request("exit 1 # %s");
        Files.createDirectories(silent.report().getParent());
        Files.writeString(silent.report(), "<testsuite><testcase name='a'/></testsuite>");
        assertThatThrownBy(() -> runner.run(silent, Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("pytest ended with exit code 1 before all tests were run");

        TestRequest interrupted = request("echo '<testsuite><testcase name=\"a\"/></testsuite>' > %s; exit 2");
        assertThatThrownBy(() -> runner.run(interrupted, Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("exit code 2")
                .hasMessageContaining("has no failed test");

        TestRequest crashed = request("kill -9 $$ # %s");
        assertThatThrownBy(() -> runner.run(crashed, Progress.NONE)).hasMessageContaining("signal 9");
    }

    @Test
    void saysThatPytestIsMissing() throws IOException {
        assertThatThrownBy(() ->
                        runner.run(request("echo /x/bin/python: No module named pytest; exit 1 # %s"), Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("There is no pytest")
                .hasMessageContaining("install-wheels");
    }

    @Test
    void readsNoEntities() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        TestRequest request = request("echo '<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret
                + "\">]><testsuite><testcase name=\"a\"><error message=\"m\">&x;</error></testcase></testsuite>' > %s");

        assertThatThrownBy(() -> runner.run(request, Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Cannot read the report");
    }

    /**
     * @param script with a place for the report's path
     */
    private TestRequest request(String script) throws IOException {
        Path report = directory.resolve("reports/TEST-python-unit.xml");
        Path archive = new FakeDistribution(Files.createTempDirectory(directory, "tree"))
                .file("bin/python3.14", "#!/bin/sh\n" + script.formatted(report) + "\n", true)
                .executable("bin/python3.14")
                .write(Files.createTempFile(directory, "dist", ".tar.gz"));
        InterpreterHome interpreter =
                new InterpreterStore(directory.resolve("store")).unpack(UnpackRequest.of(archive), Progress.NONE);
        return new TestRequest(
                "unit",
                new PythonInstallation(interpreter, Optional.empty()),
                Framework.PYTEST,
                Files.createDirectories(directory.resolve("tests")),
                List.of(),
                "test*.py",
                List.of(),
                List.of(),
                Map.of(),
                directory,
                null,
                report,
                directory.resolve("scratch"));
    }
}
