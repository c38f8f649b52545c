package io.github.pythondist.inventory;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that {@code configure.ac} may give to variables: every assignment counts, whatever it depends on, because
 * which of them is made is known only when it runs.
 */
final class ShellVariables {

    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?<![\\w$\\-{./])([A-Z][A-Z0-9_]*)=(\\$\\{\\1:?[-=]\"[^\"\\n]*\"\\}|\"[^\"\\n]*\"|'[^'\\n]*'|`[^`\\n]*`|[^\\s;\\])]+)");
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:?[-=]\"?([^\"}]*)\"?\\}");
    /** A command's output, or a variable that is a parameter of a macro or a command's result. */
    private static final Pattern COMPUTED_VALUE =
            Pattern.compile("`|^\"|\\$\\((?!srcdir\\)|[A-Z_]+\\))|\\$\\{?[a-z_0-9]|\\$_|\\$\\{[A-Z]+}");

    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(?:#|dnl\\b).*$");

    /** Stands for a value that only running configure tells. */
    static final String COMPUTED = "(computed)";

    private final SortedMap<String, SortedSet<String>> values = new TreeMap<>();

    /** Takes the assignments of a script. */
    void read(String text) {
        Matcher matcher = ASSIGNMENT.matcher(COMMENT.matcher(text).replaceAll(""));
        while (matcher.find()) {
            add(matcher.group(1), matcher.group(2));
        }
    }

    /** Takes {@code PKG_CHECK_MODULES}, {@code AS_VAR_APPEND} and {@code AC_SUBST} with a value. */
    void read(MacroCall call) {
        String name = call.argument(0);
        switch (call.name()) {
            case "PKG_CHECK_MODULES" -> {
                add(name + "_CFLAGS", ExtensionModule.PKG_CONFIG + call.flat(1));
                add(name + "_LIBS", ExtensionModule.PKG_CONFIG + call.flat(1));
            }
            case "AS_VAR_APPEND", "AS_VAR_SET", "AC_SUBST" -> add(name, call.flat(1));
            default -> throw new IllegalArgumentException(call.name());
        }
    }

    private void add(String name, String raw) {
        String value = raw.replaceAll("^([\"'])(.*)\\1$", "$2").replaceAll("[\\[\\]]", "");
        value = DEFAULT.matcher(value).replaceAll("$1").strip();
        // A variable that is put back as it was, or lengthened: only what is new in it counts.
        value = value.replaceAll("^(?:\\$" + name + "\\b|\\$\\{" + name + "\\})\\s*", "");
        if (value.isEmpty() || value.matches("\\$\\w*(?i:save|saved|old)\\w*")) {
            return;
        }
        values(name).add(COMPUTED_VALUE.matcher(value).find() ? COMPUTED : BuildFlags.inTopDirectory(value));
    }

    private SortedSet<String> values(String name) {
        return values.computeIfAbsent(name, key -> new TreeSet<>());
    }

    /** The values a variable may have; none if it is never set. */
    SortedSet<String> of(String name) {
        return values.getOrDefault(name, new TreeSet<>());
    }
}
