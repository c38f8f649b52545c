package io.github.pythondist.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits Python source into tokens and logical lines, after "Lexical analysis" in the Python reference; comments are
 * dropped. Escapes in strings are left as they are.
 */
final class PythonTokenizer {

    private static final Pattern STRING_START = Pattern.compile("\\G([A-Za-z]{0,2})(\"\"\"|'''|\"|')");
    private static final Pattern NAME = Pattern.compile("\\G[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern NUMBER = Pattern.compile("\\G[0-9][0-9A-Za-z_.]*");
    private static final Pattern OPERATOR = Pattern.compile("\\G(?:[-+*/%&|^@=<>!:]=|->|\\*\\*|//|[^\\s])");

    private final String file;
    private final String text;
    private final List<NotUnderstood> notUnderstood;
    private final List<PythonStatement> statements = new ArrayList<>();
    private List<PythonToken> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int indent;
    private int depth;

    private PythonTokenizer(String file, String text, List<NotUnderstood> notUnderstood) {
        this.file = file;
        this.text = text;
        this.notUnderstood = notUnderstood;
    }

    static List<PythonStatement> statements(String file, String text, List<NotUnderstood> notUnderstood) {
        PythonTokenizer tokenizer = new PythonTokenizer(file, text, notUnderstood);
        while (tokenizer.at < text.length()) {
            tokenizer.next();
        }
        tokenizer.endStatement();
        return tokenizer.statements;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\n') {
            line++;
            at++;
            if (depth == 0) {
                endStatement();
            }
        } else if (c == '\\' && text.startsWith("\n", at + 1)) {
            line++;
            at += 2;
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '#') {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else {
            token();
        }
    }

    private void token() {
        if (tokens.isEmpty()) {
            indent = at - (text.lastIndexOf('\n', at - 1) + 1);
        }
        Matcher string = STRING_START.matcher(text);
        if (string.find(at)) {
            string(string.group(1).toLowerCase(Locale.ROOT), string.group(2), string.end());
            return;
        }
        match(NAME).ifPresentOrElse(name -> add(PythonToken.Kind.NAME, name), () -> match(NUMBER)
                .ifPresentOrElse(number -> add(PythonToken.Kind.NUMBER, number), this::operator));
    }

    private void operator() {
        String operator = match(OPERATOR).orElseThrow();
        depth += "([{".contains(operator) ? 1 : 0;
        depth -= ")]}".contains(operator) && depth > 0 ? 1 : 0;
        add(PythonToken.Kind.OPERATOR, operator);
        if (depth == 0 && operator.equals(";")) {
            tokens.remove(tokens.size() - 1);
            int sameIndent = indent;
            endStatement();
            indent = sameIndent;
        }
    }

    private void string(String prefix, String quotes, int start) {
        int end = start;
        while (end < text.length() && !text.startsWith(quotes, end)) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            notUnderstood.add(new NotUnderstood(
                    new SourceLine(file, line),
                    text.substring(at, Math.min(text.length(), at + 80)),
                    "the string does not end"));
            at = text.length();
            return;
        }
        String content = text.substring(start, end);
        boolean formatted = prefix.contains("f") && content.contains("{");
        tokens.add(new PythonToken(formatted ? PythonToken.Kind.FORMATTED : PythonToken.Kind.STRING, content, line));
        line += (int) content.chars().filter(c -> c == '\n').count();
        at = end + quotes.length();
    }

    private Optional<String> match(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find(at) ? Optional.of(matcher.group()) : Optional.empty();
    }

    private void add(PythonToken.Kind kind, String token) {
        tokens.add(new PythonToken(kind, token, line));
        at += token.length();
    }

    private void endStatement() {
        if (!tokens.isEmpty()) {
            statements.add(new PythonStatement(indent, List.copyOf(tokens)));
            tokens = new ArrayList<>();
        }
    }
}
