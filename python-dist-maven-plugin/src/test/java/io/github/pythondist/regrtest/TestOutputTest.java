package io.github.pythondist.regrtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pythondist.regrtest.TestRun.Case;
import io.github.pythondist.regrtest.TestRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a file of the test suite left is read")
final class TestOutputTest {

    private static final String DOUBLE_LINE = "=".repeat(70) + "\n";
    private static final String LINE = "-".repeat(70) + "\n";

    @TempDir
    private Path directory;

    private TestRun read(int exit, boolean timeout, String log, String xml) throws IOException {
        Path report = directory.resolve("test_x.xml");
        if (!xml.isEmpty()) {
            Files.writeString(report, xml);
        }
        return new TestOutput(Files.writeString(directory.resolve("test_x.log"), log), report)
                .read("test_x", exit, timeout, 1.5);
    }

    @Test
    @DisplayName("passed and skipped tests come from the report")
    void report() throws IOException {
        TestRun run = read(0, false, "", """
                <testsuites tests="2" errors="0" failures="0"><testsuite start="2026-11-21 10:00:00" tests="2">
                <testcase name="test.test_x.C.test_a" status="run" result="completed" time="0.25">
                  <system-out>noise</system-out></testcase>
                <testcase name="test.test_x.C.test_b" status="run" result="completed" time="0.5">
                  <skipped>needs
                    a screen</skipped></testcase>
                </testsuite></testsuites>""");

        assertThat(run.skipped()).isNull();
        assertThat(run.seconds()).isEqualTo(1.5);
        assertThat(run.cases())
                .containsExactly(
                        new Case("test_x.C.test_a", Result.PASSED, 0.25, "", ""),
                        new Case("test_x.C.test_b", Result.SKIPPED, 0.5, "needs a screen", ""));
    }

    @Test
    @DisplayName("failures of subtests and of fixtures, which the report leaves out, come from the log")
    void failuresOfTheLog() throws IOException {
        String log = "test_a (test.test_x.C.test_a) ... FAIL\n\n"
                + DOUBLE_LINE + "FAIL: test_a (test.test_x.C.test_a) (i=1)\nWhat it is for.\n" + LINE
                + "Traceback (most recent call last):\n  File \"x.py\", line 3, in test_a\n    self.assertEqual(1, i)\n"
                + "AssertionError: 1 != 2\n\nStdout:\nNote: said meanwhile\n\n"
                + DOUBLE_LINE + "FAIL: test_a (test.test_x.C.test_a) (i=2)\n" + LINE + "AssertionError: 1 != 3\n\n"
                + DOUBLE_LINE + "ERROR: setUpClass (test.test_x.D)\n" + LINE + "OSError: no\n\n"
                + DOUBLE_LINE + "ERROR: test_old (test.test_x.E)\n" + LINE + "KeyError: 'old form'\n\n"
                + DOUBLE_LINE + "FAIL: test_inner (__main__.C.test_inner)\n" + LINE + "of a process that a test ran\n\n"
                + DOUBLE_LINE + "UNEXPECTED SUCCESS: test_lucky (test.test_x.C.test_lucky)\n"
                + LINE + "Ran 4 tests in 0.004s\n\nFAILED (failures=2, errors=2)\n";
        TestRun run = read(2, false, log, """
                <testsuites><testsuite><testcase/><testcase name="test.test_x.C.test_fine"/>
                <testcase name="test.test_x.E.test_old" time="0.1"><error type="KeyError" message="KeyError: 'old form'">tb</error></testcase>
                </testsuite></testsuites>""");

        assertThat(run.failures())
                .extracting(Case::id, Case::message)
                .containsExactlyInAnyOrder(
                        tuple("test_x.C.test_a", "AssertionError: 1 != 2"),
                        tuple("test_x.D.setUpClass", "OSError: no"),
                        tuple("test_x.E.test_old", "KeyError: 'old form'"),
                        tuple("test_x.C.test_lucky", "passed, though marked as an expected failure"));
        assertThat(run.failures().stream().filter(test -> test.id().equals("test_x.C.test_a")))
                .singleElement()
                .satisfies(test ->
                        assertThat(test.text()).contains("1 != 2", "1 != 3").doesNotContain("Ran 4"));
        assertThat(run.cases()).hasSize(5);
    }

    @Test
    @DisplayName("a file that was skipped says why, in CPython's words")
    void skippedFile() throws IOException {
        assertThat(read(0, false, "test_x skipped -- No module named '_tkinter'\n", "")
                        .skipped())
                .isEqualTo("No module named '_tkinter'");
        assertThat(read(4, false, "test_x skipped -- Use of the 'gui' resource not enabled\n", "")
                        .skipped())
                .isEqualTo("Use of the 'gui' resource not enabled");
        assertThat(read(0, false, "setUpModule (test.test_x) ... skipped 'no curses'\n", "")
                        .skipped())
                .isEqualTo("no curses");
        assertThat(read(4, false, "", "").skipped()).isEqualTo("no test ran");
    }

    @Test
    @DisplayName("what goes wrong outside of any test is a failure of the file, with the end of its log")
    void failuresOfTheFile() throws IOException {
        assertThat(read(-11, false, "Fatal Python error: Segmentation fault\n", "<testsuites><testsu")
                        .failures())
                .containsExactly(new Case(
                        "test_x", Result.FAILED, 0, "ended by signal 11", "Fatal Python error: Segmentation fault"));
        assertThat(read(1, false, "Timeout (0:00:05)!\n", "").failures())
                .extracting(Case::message)
                .containsExactly("ended with exit code 1");
        assertThat(read(-9, true, "", "").failures())
                .extracting(Case::message)
                .containsExactly("did not end in its time and was killed");
        assertThat(read(3, false, "Warning -- files was modified by test_x\n", "")
                        .failures())
                .extracting(Case::message)
                .containsExactly("Warning -- files was modified by test_x");
        assertThat(read(2, false, "test test_x crashed -- Traceback\n", "").failures())
                .extracting(Case::message)
                .containsExactly("failed outside of its tests");
    }

    @Test
    @DisplayName("what failed at first and passed when run alone is told apart")
    void flaky() throws IOException {
        String failed = DOUBLE_LINE + "FAIL: %1$s (test.test_x.C.%1$s)\n" + LINE + "AssertionError\n\n";
        TestRun first = read(2, false, failed.formatted("test_a") + failed.formatted("test_b"), "");
        TestRun second = read(2, false, failed.formatted("test_b"), "");

        assertThat(second.after(first).flaky()).extracting(Case::id).containsExactly("test_x.C.test_a");
        assertThat(second.after(first).failures()).extracting(Case::id).containsExactly("test_x.C.test_b");
    }
}
