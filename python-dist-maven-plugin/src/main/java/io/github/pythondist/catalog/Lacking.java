package io.github.pythondist.catalog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells from the log of a build that the environment lacks something: an entry of {@code wheels/lacking.yaml}.
 *
 * @param pattern found in a line
 * @param what is lacking then, in a few words; {@code $1} is the pattern's first group
 */
public record Lacking(Pattern pattern, String what) {

    /**
     * @throws IllegalArgumentException if a key is missing or the pattern is none
     */
    public Lacking {
        Defaults.required("pattern", pattern == null ? null : pattern.pattern());
        Defaults.required("what", what);
    }

    /** What is lacking by the first line that says so, of the first entry that fits one. */
    public static Optional<String> of(List<Lacking> entries, List<String> log) {
        for (Lacking entry : entries) {
            for (String line : log) {
                Matcher matcher = entry.pattern().matcher(line);
                if (matcher.find()) {
                    String group = matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : "";
                    return Optional.of(entry.what().replace("$1", group));
                }
            }
        }
        return Optional.empty();
    }
}
