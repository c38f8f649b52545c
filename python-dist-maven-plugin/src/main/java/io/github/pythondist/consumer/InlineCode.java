package io.github.pythondist.consumer;

import java.util.List;
import java.util.stream.Collectors;

/** Python code that is written among other things, indented as a whole. */
final class InlineCode {

    private static final int BODY_INDENTATION = 4;

    private InlineCode() {}

    /**
     * The code without the indentation that all its lines share. Maven takes the white space at the beginning of a
     * parameter away, so the first line tells nothing of it, unless it opens a block: then the second is deeper.
     */
    static String dedented(String code) {
        String text = code.strip();
        List<String> rest = text.lines().skip(1).filter(line -> !line.isBlank()).toList();
        if (rest.isEmpty()) {
            return code;
        }
        int shared = rest.stream().mapToInt(InlineCode::indentation).min().orElse(0);
        boolean opensBlock = text.lines()
                .findFirst()
                .orElse("")
                .replaceAll("#.*", "")
                .stripTrailing()
                .endsWith(":");
        if (opensBlock && indentation(rest.get(0)) == shared) {
            // Only the block's body follows: it has to stay deeper than its head.
            shared = Math.max(0, shared - BODY_INDENTATION);
        }
        int dropped = shared;
        return text.lines()
                .map(line -> line.substring(Math.min(dropped, indentation(line))))
                .collect(Collectors.joining("\n"));
    }

    private static int indentation(String line) {
        int columns = 0;
        while (columns < line.length() && (line.charAt(columns) == ' ' || line.charAt(columns) == '\t')) {
            columns++;
        }
        return columns;
    }
}
