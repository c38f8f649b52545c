package io.github.pythondist.inventory;

import io.github.pythondist.inventory.PythonToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an expression: strings, formatted strings of known names, lists and tuples of them, names, and {@code None}.
 * Anything else is unknown, with its line.
 */
final class PythonExpression {

    private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)}");

    private final Map<String, PythonValue> names;

    /**
     * @param names what variables may hold
     */
    PythonExpression(Map<String, PythonValue> names) {
        this.names = names;
    }

    PythonValue read(List<PythonToken> tokens) {
        if (tokens.isEmpty()) {
            return PythonValue.nothing();
        }
        PythonToken first = tokens.get(0);
        boolean bracketed = (first.is("[") || first.is("(")) && closesAtEnd(tokens);
        if (bracketed) {
            List<List<PythonToken>> items = split(tokens.subList(1, tokens.size() - 1));
            return first.is("(") && isPair(items) ? pair(items) : sequence(items);
        }
        if (first.is("*")) {
            return read(tokens.subList(1, tokens.size()));
        }
        if (tokens.stream().allMatch(token -> token.kind() == Kind.STRING)) {
            return PythonValue.of(
                    String.join("", tokens.stream().map(PythonToken::text).toList()));
        }
        if (tokens.size() == 1 && first.kind() == Kind.FORMATTED) {
            return formatted(first);
        }
        if (tokens.size() == 1 && first.is("None")) {
            return PythonValue.nothing();
        }
        if (tokens.size() == 1 && first.kind() == Kind.NAME) {
            return names.getOrDefault(first.text(), PythonValue.unknown(first.line()));
        }
        return PythonValue.unknown(first.line());
    }

    private PythonValue sequence(List<List<PythonToken>> items) {
        PythonValue all = PythonValue.nothing();
        for (List<PythonToken> item : items) {
            all = all.and(read(item));
        }
        return all;
    }

    /** A macro with its value: ('NAME', '1') or ('NAME', None). */
    private static boolean isPair(List<List<PythonToken>> items) {
        return items.size() == 2
                && items.stream().allMatch(item -> item.size() == 1)
                && items.get(0).get(0).kind() == Kind.STRING
                && items.get(0).get(0).text().matches("[A-Z_][A-Z0-9_]*");
    }

    private static PythonValue pair(List<List<PythonToken>> items) {
        String name = items.get(0).get(0).text();
        PythonToken value = items.get(1).get(0);
        return PythonValue.of(value.is("None") ? name : name + "=" + value.text());
    }

    private PythonValue formatted(PythonToken token) {
        Matcher field = FIELD.matcher(token.text());
        StringBuilder text = new StringBuilder();
        while (field.find()) {
            PythonValue value = names.getOrDefault(field.group(1), PythonValue.unknown(token.line()));
            if (value.texts().size() != 1 || !value.unknown().isEmpty()) {
                return PythonValue.unknown(token.line());
            }
            field.appendReplacement(text, Matcher.quoteReplacement(value.texts().get(0)));
        }
        return PythonValue.of(field.appendTail(text).toString());
    }

    private static boolean closesAtEnd(List<PythonToken> tokens) {
        return end(tokens, 0) == tokens.size() - 1;
    }

    /** The index of the bracket that closes the one at an index, or the size if none does. */
    static int end(List<PythonToken> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            PythonToken token = tokens.get(i);
            if (token.is("(") || token.is("[") || token.is("{")) {
                depth++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return tokens.size();
    }

    /** What is between commas, those inside brackets left alone. */
    static List<List<PythonToken>> split(List<PythonToken> tokens) {
        List<List<PythonToken>> items = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            PythonToken token = tokens.get(i);
            if (token.is("(") || token.is("[") || token.is("{")) {
                i = Math.min(end(tokens, i), tokens.size() - 1);
            } else if (token.is(",")) {
                items.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        if (start < tokens.size()) {
            items.add(tokens.subList(start, tokens.size()));
        }
        return items;
    }
}
