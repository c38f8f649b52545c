package io.github.pythondist.wheeltrack;

import io.github.pythondist.report.Shown;
import io.github.pythondist.reproduce.Difference;
import java.util.List;
import java.util.stream.Collectors;

/** Texts of foreign packages, fit for a console and for files: short, and with nothing invisible in them. */
final class ForeignText {

    private static final int LONGEST = 500;
    private static final int MOST_LINES = 40;

    private ForeignText() {}

    static String sentence(String text) {
        return Shown.line(text, LONGEST);
    }

    /** Lines of a log: the last ones. */
    static List<String> log(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).stream()
                .map(line -> Shown.logLine(line, LONGEST))
                .toList();
    }

    /** A message with details in lines of their own: the first ones. */
    static String message(String text) {
        return text.lines()
                .limit(MOST_LINES)
                .map(line -> Shown.logLine(line, LONGEST))
                .collect(Collectors.joining("\n"));
    }

    static List<String> sentences(List<String> texts) {
        return texts.stream().map(ForeignText::sentence).toList();
    }

    static Difference difference(Difference difference) {
        return new Difference(
                log(difference.where()),
                difference.kind(),
                sentence(difference.what()),
                Shown.logLine(difference.first(), LONGEST),
                Shown.logLine(difference.second(), LONGEST),
                difference.offset(),
                difference.more());
    }
}
