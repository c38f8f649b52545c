package io.github.pythondist.wheel;

import io.github.pythondist.report.BuildFailure;
import java.util.regex.Pattern;

/**
 * What a foreign package requires, before pip sees it: a name with extras, versions and a marker (PEP 508), and nothing
 * else. In a line of requirements pip also follows URLs and paths, whose build backends it runs to look into them, takes
 * options, includes files, and puts in the values of variables.
 */
final class NamedRequirement {

    private static final int MAX_CHARS = 1000;
    private static final int SHOWN_CHARS = 200;

    private static final String NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*+(?<=[A-Za-z0-9]))?+";
    private static final String EXTRAS = "(?:\\[ *(?:" + NAME + " *(?:, *" + NAME + " *)*+)?\\])?";
    private static final String VERSION = "(?:===|[=~!<>]=|[<>]) *[A-Za-z0-9][A-Za-z0-9.!+*_-]*+";
    private static final String VERSIONS = "(?:" + VERSION + " *(?:, *" + VERSION + " *)*+,? *)?";
    /** No blank before a dash: pip would take what follows for an option, whatever the quotes say. */
    private static final String TEXT_CHARS = "(?: (?!-)|[A-Za-z0-9.!+*_,<>=~-])*+";

    private static final String OPERAND = "(?:[a-z_][a-z0-9_.]*+|'" + TEXT_CHARS + "'|\"" + TEXT_CHARS + "\")";
    private static final String COMPARISON =
            "[( ]*" + OPERAND + " *(?:===|[=~!<>]=|[<>]|not +in(?![a-z])|in(?![a-z])) *" + OPERAND + "[) ]*";
    private static final String MARKER = COMPARISON + "(?:(?:and|or)(?![a-z])" + COMPARISON + ")*+";

    private static final Pattern REQUIREMENT = Pattern.compile(
            NAME + " *" + EXTRAS + " *(?:\\( *" + VERSIONS + "\\)|" + VERSIONS + ") *(?:; *" + MARKER + ")?");
    /** What pip takes for a file, with whatever before: its name is looked for where pip runs. */
    private static final Pattern FILE =
            Pattern.compile("(?i)[^;]*\\.(?:whl|zip|tar|t[abglx]z\\d*|tbz2|gz|bz2|xz|lz|lzma) *(?:\\[[^;]*)?(?:;.*)?");

    private NamedRequirement() {}

    /**
     * The requirement, fit for a line of pip's format.
     *
     * @throws BuildFailure if it is anything else
     */
    static String of(String text) {
        String line = text.replace('\t', ' ').strip();
        if (line.length() > MAX_CHARS
                || !REQUIREMENT.matcher(line).matches()
                || FILE.matcher(line).matches()) {
            throw new BuildFailure("Its build requires what is no name with versions: '" + shown(text) + "'")
                    .detail("URLs, paths, options of pip and variables are not followed.");
        }
        return line;
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(SHOWN_CHARS)
                .map(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT
                        ? '\uFFFD'
                        : point)
                .forEach(shown::appendCodePoint);
        return shown + (text.length() > shown.length() ? "…" : "");
    }
}
