package io.github.pythondist.inventory;

import java.util.List;

/**
 * A call of an m4 macro in {@code configure.ac}.
 *
 * @param name of the macro
 * @param arguments one level of quotes removed, white space at the ends too
 * @param line it begins on, counted from 1
 * @param start offset of its name in the text
 * @param end offset after its closing parenthesis
 */
record MacroCall(String name, List<String> arguments, int line, int start, int end) {

    /** An argument, empty when it is not given. */
    String argument(int index) {
        return index < arguments.size() ? arguments.get(index) : "";
    }

    /** An argument on one line. */
    String flat(int index) {
        String text = argument(index).replaceAll("\\s+", " ");
        // m4_flatten joins lines, which is done here already.
        return text.replaceFirst("^m4_(?:flatten|normalize)\\(\\[?(.*?)]?\\)$", "$1")
                .strip();
    }

    boolean encloses(MacroCall other) {
        return start < other.start && other.end <= end;
    }
}
