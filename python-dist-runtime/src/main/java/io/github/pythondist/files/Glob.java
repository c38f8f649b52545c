package io.github.pythondist.files;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob as {@link java.nio.file.FileSystem#getPathMatcher} reads it, over text instead of {@link java.nio.file.Path}:
 * names in an archive need not be names that this system's locale can express.
 *
 * <p>{@code *} and {@code ?} stay within a name, {@code **} crosses {@code /}; <code>[a-z]</code>, {@code [!a]},
 * <code>{one,other}</code> and {@code \} before a character that is meant literally. A leading dot is nothing special.
 */
public final class Glob {

    private final String text;
    private final Pattern pattern;

    private Glob(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * @throws IllegalArgumentException if it is not well-formed; the message holds the glob
     */
    public static Glob of(String text) {
        try {
            return new Glob(text, Pattern.compile(new Translation(text).regex(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the glob '" + text + "' is not valid: " + e.getDescription(), e);
        }
    }

    /**
     * @param path with {@code /} between its names
     */
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    @Override
    public String toString() {
        return text;
    }

    /** From a glob to a regular expression. */
    private static final class Translation {

        private final String glob;
        private final StringBuilder regex = new StringBuilder();
        private int next;

        Translation(String glob) {
            this.glob = glob;
        }

        String regex() {
            boolean inGroup = false;
            while (next < glob.length()) {
                char c = glob.charAt(next++);
                switch (c) {
                    case '\\' -> literal(escaped());
                    case '[' -> characters();
                    case '{' -> {
                        check(!inGroup, "'{' within '{'");
                        inGroup = true;
                        regex.append("(?:(?:");
                    }
                    case '}' -> {
                        regex.append(inGroup ? "))" : "\\}");
                        inGroup = false;
                    }
                    case ',' -> regex.append(inGroup ? ")|(?:" : ",");
                    case '*' -> {
                        boolean crossing = next < glob.length() && glob.charAt(next) == '*';
                        next += crossing ? 1 : 0;
                        regex.append(crossing ? ".*" : "[^/]*");
                    }
                    case '?' -> regex.append("[^/]");
                    default -> literal(c);
                }
            }
            check(!inGroup, "'{' without '}'");
            return regex.toString();
        }

        private void characters() {
            int end = glob.indexOf(']', next);
            check(end > next, "'[' without ']'");
            regex.append("[[^/]&&[");
            if (glob.charAt(next) == '!') {
                regex.append('^');
                next++;
            }
            while (next < end) {
                char c = glob.charAt(next++);
                check(c != '/', "'/' within '['");
                // Between two characters it is a range; elsewhere it stands for itself.
                boolean range = c == '-' && regex.charAt(regex.length() - 1) != '[' && next < end;
                if (range && regex.charAt(regex.length() - 1) != '^') {
                    regex.append('-');
                } else {
                    literal(c);
                }
            }
            next = end + 1;
            regex.append("]]");
        }

        private char escaped() {
            check(next < glob.length(), "'\\' at the end");
            return glob.charAt(next++);
        }

        private void literal(char c) {
            if (c < 0x80 && !Character.isLetterOrDigit(c)) {
                regex.append('\\');
            }
            regex.append(c);
        }

        private void check(boolean fine, String problem) {
            if (!fine) {
                throw new PatternSyntaxException(problem, glob, next);
            }
        }
    }
}
