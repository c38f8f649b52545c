package io.github.pythondist.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A test of CPython's own suite that does not pass, and why: an entry of {@code cpython/<series>/regrtest.yaml}.
 *
 * @param test a file such as {@code test_json}, or a single test such as {@code test_json.test_dump.TestPyDump.test_dump};
 *     {@code *} and {@code ?} as in globs. A file stands for whatever may go wrong in it.
 * @param outcome what is expected
 * @param why the reason
 * @param flavours holds only where one of these is part of the flavour's name; everywhere when empty
 * @param versions holds only for these versions of CPython; for all when empty
 * @param environments holds only in these kinds of build environment; in all when empty
 */
public record ExpectedFailure(
        String test,
        Outcome outcome,
        String why,
        List<String> flavours,
        List<String> versions,
        List<String> environments) {

    /** What a listed test does. */
    public enum Outcome {
        /** It fails; that it passes is worth a word. */
        @JsonProperty("fails")
        FAILS,
        /** It fails or passes, depending on the machine. */
        @JsonProperty("varies")
        VARIES,
        /** It must not be run at all. */
        @JsonProperty("not-run")
        NOT_RUN
    }

    public ExpectedFailure {
        if (test == null || test.isBlank() || why == null || why.isBlank()) {
            throw new IllegalArgumentException("an expected failure needs 'test' and 'why'");
        }
        outcome = outcome == null ? Outcome.FAILS : outcome;
        flavours = Defaults.list(flavours);
        versions = Defaults.list(versions);
        environments = Defaults.list(environments);
    }

    /**
     * Whether the entry holds for an interpreter.
     *
     * @param flavour the flavour's name, empty for the default
     * @param version CPython's version
     * @param environment the kind of build environment, such as {@code namespaces}
     */
    public boolean holds(String flavour, String version, String environment) {
        return (flavours.isEmpty() || List.of(flavour.split("-", -1)).stream().anyMatch(flavours::contains))
                && (versions.isEmpty() || versions.contains(version))
                && (environments.isEmpty() || environments.contains(environment));
    }

    /** Whether a file's name or a single test's is the one meant. */
    public boolean matches(String name) {
        return matches(test, name);
    }

    /** Whether a name fits a pattern with {@code *} and {@code ?}. */
    public static boolean matches(String pattern, String name) {
        return Pattern.matches(expression(pattern), name);
    }

    private static String expression(String glob) {
        return "\\Q" + glob.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E";
    }
}
