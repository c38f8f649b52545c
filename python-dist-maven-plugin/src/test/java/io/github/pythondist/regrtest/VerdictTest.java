package io.github.pythondist.regrtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.catalog.ExpectedFailure;
import io.github.pythondist.catalog.ExpectedFailure.Outcome;
import io.github.pythondist.regrtest.TestRun.Case;
import io.github.pythondist.regrtest.TestRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run of CPython's tests is measured by what was expected")
final class VerdictTest {

    private static final TestRun MIXED = run("test_a", null, passed("test_a.C.one"), failed("test_a.C.two"));

    private static final List<String> FILES = List.of("test_a", "test_asyncio.test_events", "test_b", "test_other");

    private static TestRun run(String file, @Nullable String skipped, Case... cases) {
        return new TestRun(file, 1, skipped, List.of(cases), List.of());
    }

    private static Case passed(String id) {
        return new Case(id, Result.PASSED, 0.5, "", "");
    }

    private static Case failed(String id) {
        return new Case(id, Result.FAILED, 0, "ValueError: \u0007bell", "Traceback\n<&>");
    }

    private static Case skipped(String id) {
        return new Case(id, Result.SKIPPED, 0, "no screen", "");
    }

    private static ExpectedFailure entry(String test, Outcome outcome) {
        return new ExpectedFailure(test, outcome, "because", List.of(), List.of(), List.of());
    }

    private static Verdict verdict(TestRun run, ExpectedFailure... entries) {
        return Verdict.of(List.of(run), FILES, List.of(entries));
    }

    @Test
    @DisplayName("a failure that is not listed is unexpected, one that is listed by name, pattern or file is not")
    void unexpected() {
        assertThat(verdict(MIXED).unexpected()).hasSize(1);
        assertThat(verdict(MIXED, entry("test_a.C.one", Outcome.VARIES)).unexpected())
                .hasSize(1);
        assertThat(verdict(MIXED, entry("test_b", Outcome.FAILS)).unexpected()).hasSize(1);
        assertThat(verdict(MIXED, entry("test_a.C.two", Outcome.NOT_RUN)).unexpected())
                .hasSize(1);
        for (String listed : List.of("test_a.C.two", "test_a.*.two", "test_a.C.t?o", "test_a", "test_?")) {
            Verdict verdict = verdict(MIXED, entry(listed, Outcome.FAILS));
            assertThat(verdict.unexpected()).as(listed).isEmpty();
            assertThat(verdict.expected()).as(listed).hasSize(1);
            assertThat(verdict.stale()).as(listed).isEmpty();
        }
        assertThat(verdict(MIXED, entry("test_a.C.two", Outcome.VARIES)).unexpected())
                .isEmpty();
    }

    @Test
    @DisplayName("an entry is stale when its test passed or is gone, not when it was skipped or not chosen")
    void stale() {
        assertThat(verdict(MIXED, entry("test_a.C.one", Outcome.FAILS)).stale()).hasSize(1);
        assertThat(verdict(MIXED, entry("test_a.C.gone", Outcome.FAILS)).stale())
                .hasSize(1);
        assertThat(verdict(run("test_a", null, passed("test_a.C.one")), entry("test_a", Outcome.FAILS))
                        .stale())
                .hasSize(1);

        assertThat(verdict(MIXED, entry("test_a.C.one", Outcome.VARIES)).stale())
                .isEmpty();
        assertThat(verdict(MIXED, entry("test_other.C.one", Outcome.FAILS)).stale())
                .isEmpty();
        assertThat(verdict(run("test_a", "no screen"), entry("test_a.C.one", Outcome.FAILS))
                        .stale())
                .isEmpty();
        assertThat(verdict(run("test_a", null, skipped("test_a.C.one")), entry("test_a.C.one", Outcome.FAILS))
                        .stale())
                .isEmpty();
        TestRun underLoad =
                new TestRun("test_a", 1, null, List.of(passed("test_a.C.one")), List.of(failed("test_a.C.one")));
        assertThat(verdict(underLoad, entry("test_a.C.one", Outcome.FAILS)).stale())
                .isEmpty();
    }

    @Test
    @DisplayName("an entry for a file that there is not is told, run or not")
    void unknown() {
        for (String known :
                List.of("test_b", "test_?.C.x", "test_other.*", "test_asyncio.test_events.C.x", "ctypes.x")) {
            assertThat(verdict(MIXED, entry(known, Outcome.FAILS)).unknown())
                    .as(known)
                    .isEmpty();
        }
        assertThat(verdict(MIXED, entry("test_asyncio", Outcome.NOT_RUN)).unknown())
                .isEmpty();
        for (Outcome outcome : Outcome.values()) {
            Verdict verdict = verdict(MIXED, entry("test_jsn.C.x", outcome));
            assertThat(verdict.unknown()).as(outcome.name()).hasSize(1);
            assertThat(new VerdictReport(verdict).lines()).contains("  test_jsn.C.x");
        }
    }

    @Test
    @DisplayName("the summary counts tests and files")
    void summary() {
        Verdict verdict = Verdict.of(
                List.of(MIXED, run("test_b", "no screen"), run("test_c", null, skipped("test_c.D.x"))),
                FILES,
                List.of());

        assertThat(verdict.summary())
                .isEqualTo("1 passed, 1 failed, 1 skipped, 0 failed as expected; 3 files, 1 of them skipped");
        assertThat(new VerdictReport(verdict).lines())
                .contains("  test_a.C.two: ValueError: \u0007bell", "  no screen: test_b", "  no screen: test_c (1)");
    }

    @Test
    @DisplayName("in the JUnit report an expected failure is a skipped test with the reason")
    void junit(@TempDir Path directory) throws IOException {
        Path report = directory.resolve("TEST-x.xml");

        new VerdictReport(verdict(MIXED)).writeJunit(report);
        assertThat(Files.readString(report))
                .contains(
                        "<testsuite name=\"test_a\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"1.000\">")
                .contains("<testcase classname=\"test_a.C\" name=\"one\" time=\"0.500\"></testcase>")
                .contains("<failure message=\"ValueError: bell\">Traceback\n&lt;&amp;&gt;</failure>");

        new VerdictReport(verdict(MIXED, entry("test_a.C.two", Outcome.FAILS))).writeJunit(report);
        assertThat(Files.readString(report))
                .contains("failures=\"0\" errors=\"0\" skipped=\"1\"")
                .contains("<skipped message=\"fails as expected: because\">");
    }

    @Test
    @DisplayName("an entry holds for the flavours, versions and environments that it names")
    void conditions() {
        ExpectedFailure always = entry("test_a", Outcome.FAILS);
        assertThat(always.holds("", "3.13.5", "namespaces")).isTrue();
        ExpectedFailure debug =
                new ExpectedFailure("test_a", null, "because", List.of("debug"), List.of("3.13.5"), List.of("host"));
        assertThat(debug.outcome()).isEqualTo(Outcome.FAILS);
        assertThat(debug.holds("freethreaded-debug", "3.13.5", "host")).isTrue();
        assertThat(debug.holds("", "3.13.5", "host")).isFalse();
        assertThat(debug.holds("debug", "3.13.15", "host")).isFalse();
        assertThat(debug.holds("debug", "3.13.5", "namespaces")).isFalse();
    }
}
