package io.github.pythondist.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds macro calls in a text for m4, with the quotes autoconf uses ({@code [} and {@code ]}). Calls inside the
 * arguments of others are found too, because most of {@code configure.ac} is an argument of something. Comments, from
 * {@code dnl} or from a {@code #} that begins a line, hold no calls.
 */
final class MacroScanner {

    private final String file;
    private final String text;
    private final Predicate<String> wanted;
    private final List<NotUnderstood> notUnderstood;
    private final List<MacroCall> calls = new ArrayList<>();

    private MacroScanner(String file, String text, Predicate<String> wanted, List<NotUnderstood> notUnderstood) {
        this.file = file;
        this.text = text;
        this.wanted = wanted;
        this.notUnderstood = notUnderstood;
    }

    /**
     * @param file how to call the text
     * @param wanted names of macros
     * @param notUnderstood receives calls that do not end
     * @return the calls in their order, an outer one before those inside it
     */
    static List<MacroCall> scan(String file, String text, Predicate<String> wanted, List<NotUnderstood> notUnderstood) {
        MacroScanner scanner = new MacroScanner(file, text, wanted, notUnderstood);
        scanner.scan();
        return scanner.calls;
    }

    private void scan() {
        int line = 1;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (isWordStart(i)) {
                int end = wordEnd(i);
                String word = text.substring(i, end);
                if (word.equals("dnl")) {
                    i = lineEnd(i);
                    continue;
                }
                if (end < text.length() && text.charAt(end) == '(' && wanted.test(word)) {
                    call(word, i, end, line);
                }
                i = end;
            } else if (c == '#' && text.substring(lineStart(i), i).isBlank()) {
                i = lineEnd(i);
            } else {
                line += c == '\n' ? 1 : 0;
                i++;
            }
        }
    }

    private void call(String name, int start, int open, int line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        int parentheses = 1;
        int brackets = 0;
        int i = open + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (isWordStart(i) && text.startsWith("dnl", i) && wordEnd(i) == i + 3) {
                i = lineEnd(i);
                continue;
            }
            if (c == '[') {
                append(argument, c, brackets > 0);
                brackets++;
            } else if (c == ']') {
                brackets--;
                append(argument, c, brackets > 0);
            } else if (brackets == 0 && c == ',' && parentheses == 1) {
                arguments.add(argument.toString().strip());
                argument.setLength(0);
            } else if (brackets == 0 && c == ')' && --parentheses == 0) {
                arguments.add(argument.toString().strip());
                calls.add(new MacroCall(name, List.copyOf(arguments), line, start, i + 1));
                return;
            } else {
                parentheses += brackets == 0 && c == '(' ? 1 : 0;
                argument.append(c);
            }
            i++;
        }
        notUnderstood.add(new NotUnderstood(
                new SourceLine(file, line), text.substring(start, lineEnd(start)), "the call does not end"));
    }

    private static void append(StringBuilder argument, char c, boolean inner) {
        if (inner) {
            argument.append(c);
        }
    }

    private boolean isWordStart(int i) {
        return isWord(text.charAt(i)) && (i == 0 || !isWord(text.charAt(i - 1)));
    }

    private int wordEnd(int i) {
        int end = i;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int lineStart(int i) {
        return text.lastIndexOf('\n', i - 1) + 1;
    }

    private int lineEnd(int i) {
        int end = text.indexOf('\n', i);
        return end < 0 ? text.length() : end;
    }

    private static boolean isWord(char c) {
        return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
    }
}
