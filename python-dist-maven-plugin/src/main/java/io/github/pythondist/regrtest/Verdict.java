package io.github.pythondist.regrtest;

import io.github.pythondist.catalog.ExpectedFailure;
import io.github.pythondist.catalog.ExpectedFailure.Outcome;
import io.github.pythondist.regrtest.TestRun.Case;
import io.github.pythondist.regrtest.TestRun.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run of the test suite comes to, measured by what was expected.
 *
 * @param runs the files that were run, by name
 * @param unexpected failures that no entry of the list explains
 * @param expected failures that one does
 * @param flaky tests that failed at first and passed when their file was run again alone
 * @param stale entries whose tests passed, or are not there any more
 * @param unknown entries that name no file of the test suite
 * @param notRun entries whose tests were left out
 */
record Verdict(
        List<TestRun> runs,
        List<Failure> unexpected,
        List<Failure> expected,
        List<Failure> flaky,
        List<ExpectedFailure> stale,
        List<ExpectedFailure> unknown,
        List<ExpectedFailure> notRun) {

    private static final String FILE_PREFIX = "test_";

    /**
     * @param file the file
     * @param test what failed in it
     * @param entry what explains it
     */
    record Failure(String file, Case test, Optional<ExpectedFailure> entry) {}

    /**
     * @param runs what the files did
     * @param files all files that the test suite has, whether run or not
     * @param entries what is expected of this interpreter in this environment
     */
    static Verdict of(List<TestRun> runs, List<String> files, List<ExpectedFailure> entries) {
        List<Failure> unexpected = new ArrayList<>();
        List<Failure> expected = new ArrayList<>();
        List<Failure> flaky = new ArrayList<>();
        for (TestRun run : runs) {
            for (Case failure : run.failures()) {
                Optional<ExpectedFailure> entry = entries.stream()
                        .filter(candidate -> candidate.outcome() != Outcome.NOT_RUN)
                        .filter(candidate -> candidate.matches(failure.id()) || candidate.matches(run.file()))
                        .findFirst();
                (entry.isPresent() ? expected : unexpected).add(new Failure(run.file(), failure, entry));
            }
            run.flaky().forEach(failure -> flaky.add(new Failure(run.file(), failure, Optional.empty())));
        }
        return new Verdict(
                List.copyOf(runs),
                List.copyOf(unexpected),
                List.copyOf(expected),
                List.copyOf(flaky),
                entries.stream()
                        .filter(entry -> entry.outcome() == Outcome.FAILS && isStale(entry, runs))
                        .toList(),
                entries.stream()
                        .filter(entry -> files.stream().noneMatch(file -> isAbout(entry, file)))
                        .toList(),
                entries.stream()
                        .filter(entry -> entry.outcome() == Outcome.NOT_RUN)
                        .toList());
    }

    /** Whether the entry may mean the file, or a test in it. */
    private static boolean isAbout(ExpectedFailure entry, String file) {
        String test = entry.test();
        // A few tests stand beside their package, as ctypes.test does in 3.11; no file has that name.
        if (!test.startsWith(FILE_PREFIX) || (entry.outcome() == Outcome.NOT_RUN && file.startsWith(test + "."))) {
            return true;
        }
        for (int end = test.length(); end > 0; end = test.lastIndexOf('.', end - 1)) {
            if (ExpectedFailure.matches(test.substring(0, end), file)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the file was run and what the entry names in it did not fail; what was skipped proves nothing. */
    private static boolean isStale(ExpectedFailure entry, List<TestRun> runs) {
        boolean ran = false;
        for (TestRun run : runs) {
            boolean wholeFile = entry.matches(run.file());
            if (!wholeFile && !entry.test().startsWith(run.file() + ".")) {
                continue;
            }
            if (run.skipped() != null) {
                return false;
            }
            ran = true;
            for (Case test : run.cases()) {
                if ((wholeFile && test.failed()) || (entry.matches(test.id()) && test.result() != Result.PASSED)) {
                    return false;
                }
            }
            // Failed under load, passed alone: the list is not wrong.
            if (run.flaky().stream().anyMatch(test -> wholeFile || entry.matches(test.id()))) {
                return false;
            }
        }
        return ran;
    }

    long count(Result result) {
        return runs.stream()
                .flatMap(run -> run.cases().stream())
                .filter(test -> test.result() == result)
                .count();
    }

    /** Why files were skipped → their names. */
    SortedMap<String, List<String>> skippedFiles() {
        SortedMap<String, List<String>> skipped = new TreeMap<>();
        for (TestRun run : runs) {
            if (run.skipped() != null) {
                skipped.computeIfAbsent(run.skipped(), reason -> new ArrayList<>())
                        .add(run.file());
            }
        }
        return skipped;
    }

    /** Why single tests were skipped → how many in which file. */
    SortedMap<String, Map<String, Integer>> skippedTests() {
        SortedMap<String, Map<String, Integer>> skipped = new TreeMap<>();
        for (TestRun run : runs) {
            for (Case test : run.cases()) {
                if (test.result() == Result.SKIPPED) {
                    skipped.computeIfAbsent(test.message(), reason -> new TreeMap<>())
                            .merge(run.file(), 1, Integer::sum);
                }
            }
        }
        return skipped;
    }

    /** One line: {@code 41230 passed, 0 failed, 1500 skipped, 3 failed as expected; of 478 files 25 were skipped}. */
    String summary() {
        StringBuilder text = new StringBuilder()
                .append(count(Result.PASSED))
                .append(" passed, ")
                .append(unexpected.size())
                .append(" failed, ")
                .append(count(Result.SKIPPED))
                .append(" skipped, ")
                .append(expected.size())
                .append(" failed as expected");
        if (!flaky.isEmpty()) {
            text.append(", ").append(flaky.size()).append(" passed the second time only");
        }
        long skipped = runs.stream().filter(run -> run.skipped() != null).count();
        return text.append("; ")
                .append(runs.size())
                .append(runs.size() == 1 ? " file" : " files")
                .append(skipped == 0 ? "" : ", " + skipped + " of them skipped")
                .toString();
    }
}
