package io.github.pythondist.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells from two short texts, the same place of two results, why they differ. */
final class Explanations {

    private static final String MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
    private static final String DAY = "(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?";
    private static final String CLOCK = "\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?[AP]M)?";
    private static final String ZONE = "(?: ?(?:Z|UTC|GMT|[A-Z]{3,5}|[+-]\\d{2}:?\\d{2})\\b)?";

    /** Dates and times of day as programs write them, and seconds or milliseconds since 1970 from 2001 on. */
    private static final Pattern TIME = Pattern.compile(String.join(
            "|",
            "\\b\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}(?:[T ]" + CLOCK + ZONE + ")?",
            "\\b" + DAY + MONTH + " {1,2}\\d{1,2},? (?:" + CLOCK + ZONE + " )?\\d{4}(?: " + CLOCK + ZONE + ")?",
            "\\b" + DAY + "\\d{1,2}[ -]" + MONTH + "[ -]\\d{4}(?: " + CLOCK + ZONE + ")?",
            "\\b" + CLOCK + ZONE,
            "\\b[12]\\d{7}T?\\d{4,6}Z?\\b",
            "\\b1\\d{9}(?:\\d{3})?(?:\\.\\d+)?\\b",
            "\\b" + DAY + MONTH + " {1,2}\\d{1,2}\\b",
            "\\b20\\d{6}\\b"));

    private static final Pattern CLOCK_ANYWHERE = Pattern.compile(CLOCK);
    private static final Pattern YEAR = Pattern.compile("\\b(?:19|20)\\d{2}\\b");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,:;|(){}\\[\\]\"'\u0000]+");
    private static final String TIME_MARK = "\uE000";

    private final List<Trace> traces;

    /**
     * @param traces what is known to differ between the two builds
     */
    Explanations(List<Trace> traces) {
        this.traces = traces.stream()
                .filter(Trace::isTelling)
                .sorted(Comparator.comparing((Trace trace) -> -trace.second().length()))
                .toList();
    }

    /** The kinds of difference between two texts, at least one; they are not equal. */
    Set<DifferenceKind> explain(String first, String second) {
        EnumSet<DifferenceKind> kinds = EnumSet.noneOf(DifferenceKind.class);
        String other = second;
        for (Trace trace : traces) {
            if (first.contains(trace.first()) && other.contains(trace.second())) {
                kinds.add(trace.kind());
                // The first build's name, home and machine may share a word; the second one's are chosen not to.
                other = other.replace(trace.second(), trace.first());
            }
        }
        if (first.equals(other)) {
            return kinds;
        }
        String timeless = TIME.matcher(first).replaceAll(TIME_MARK);
        String otherTimeless = TIME.matcher(other).replaceAll(TIME_MARK);
        boolean times = timeless.equals(otherTimeless) || (isDate(first) && isDate(other));
        if (times) {
            kinds.add(DifferenceKind.TIME);
            return kinds;
        }
        if (isSameInAnotherOrder(first, other)) {
            kinds.add(DifferenceKind.ORDER);
        }
        if (kinds.isEmpty()) {
            kinds.add(DifferenceKind.CONTENT);
        }
        return kinds;
    }

    /** A date in a language whose months we do not know. */
    private static boolean isDate(String text) {
        return CLOCK_ANYWHERE.matcher(text).find() && YEAR.matcher(text).find();
    }

    private static boolean isSameInAnotherOrder(String first, String second) {
        List<String> one = words(first);
        List<String> other = words(second);
        return one.size() > 1 && one.equals(other);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>(Arrays.asList(SEPARATORS.split(text)));
        words.removeIf(String::isEmpty);
        words.sort(null);
        return words;
    }
}
