package io.github.pythondist.wheeltrack;

import io.github.pythondist.report.Shown;
import io.github.pythondist.reproduce.Difference;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts of foreign packages, fit for a console and for files: short, and with nothing invisible in them. What is so already
 * stays as it is, so that a file that was read is written the same.
 */
final class ForeignText {

    private static final int LONGEST = 500;
    private static final int MOST_LINES = 40;

    private ForeignText() {}

    static String sentence(String text) {
        // Again: what names invisible characters is longer than they were.
        return Shown.line(Shown.line(text, LONGEST), LONGEST);
    }

    private static String line(String text) {
        return Shown.logLine(Shown.logLine(text, LONGEST), LONGEST);
    }

    /** Lines of a log: the last ones. */
    static List<String> log(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).stream()
                .map(ForeignText::line)
                .toList();
    }

    /** A message with details in lines of their own: the first ones. */
    static String message(String text) {
        return text.lines().limit(MOST_LINES).map(ForeignText::line).collect(Collectors.joining("\n"));
    }

    static List<String> sentences(List<String> texts) {
        return texts.stream().map(ForeignText::sentence).toList();
    }

    static Difference difference(Difference difference) {
        return new Difference(
                log(difference.where()),
                difference.kind(),
                sentence(difference.what()),
                line(difference.first()),
                line(difference.second()),
                difference.offset(),
                difference.more());
    }
}
