package io.github.pythondist.regrtest;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one file of the test suite did.
 *
 * @param file its name without {@code test.} in front, such as {@code test_asyncio.test_events}
 * @param seconds how long it took
 * @param skipped why none of its tests was run, in CPython's words; null if some were
 * @param cases its tests, and as one of the file's own name what happened outside of any test; in the order they ran
 * @param flaky tests that failed at first, and did not when the file was run again alone
 */
public record TestRun(String file, double seconds, @Nullable String skipped, List<Case> cases, List<Case> flaky) {

    public TestRun {
        cases = List.copyOf(cases);
        flaky = List.copyOf(flaky);
    }

    /** How a test ended. */
    public enum Result {
        PASSED,
        SKIPPED,
        FAILED
    }

    /**
     * @param id module, class and method without {@code test.} in front; or the file's name
     * @param result how it ended
     * @param seconds how long it took; 0 where that is not known
     * @param message why it was skipped or failed, one line
     * @param text the traceback, or the end of the log
     */
    public record Case(String id, Result result, double seconds, String message, String text) {

        boolean failed() {
            return result == Result.FAILED;
        }

        Case withTimeOf(Case other) {
            return new Case(id, result, other.seconds(), message, text);
        }
    }

    /** The same, with what failed in an earlier run of the file and did not in this one. */
    TestRun after(TestRun earlier) {
        Set<String> failing = failures().stream().map(Case::id).collect(Collectors.toSet());
        return new TestRun(
                file,
                seconds,
                skipped,
                cases,
                earlier.failures().stream()
                        .filter(test -> !failing.contains(test.id()))
                        .toList());
    }

    /** The tests that failed. */
    List<Case> failures() {
        return cases.stream().filter(Case::failed).toList();
    }
}
