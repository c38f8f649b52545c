package io.github.pythondist.reproduce;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A difference, at the first place where it is seen.
 *
 * @param where from the outside in: a member of the archive, a member of the library in it, a section; empty for the
 *     file itself
 * @param kind what kind it is
 * @param what in one sentence
 * @param first what the first file has there, made printable and short
 * @param second what the second one has
 * @param offset bytes from the start of the innermost part, or null where that says nothing
 * @param more how many further parts of the same whole differ in the same way
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Difference(
        List<String> where,
        DifferenceKind kind,
        String what,
        String first,
        String second,
        @Nullable Long offset,
        int more) {

    public Difference {
        where = List.copyOf(where);
    }

    /** For people, all in one line. */
    public String toLine() {
        return String.format(
                Locale.ROOT,
                "%s in %s, %s: '%s' and '%s'",
                kind.label(),
                where.isEmpty() ? "the file itself" : String.join(" > ", where),
                what,
                first,
                second);
    }

    /** For people, without a line feed at the end. */
    String toText() {
        StringBuilder text = new StringBuilder();
        text.append(where.isEmpty() ? "the file itself" : String.join(" > ", where))
                .append(": ")
                .append(kind.label())
                .append("\n    ")
                .append(what);
        if (offset != null) {
            text.append(String.format(Locale.ROOT, ", at byte %d (0x%x)", offset, offset));
        }
        if (more > 0) {
            text.append("; ").append(more).append(" more alike");
        }
        text.append("\n      first:  ").append(first).append("\n      second: ").append(second);
        return text.toString();
    }
}
