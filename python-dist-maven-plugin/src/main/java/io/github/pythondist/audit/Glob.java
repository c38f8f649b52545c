package io.github.pythondist.audit;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob as {@link java.nio.file.FileSystem#getPathMatcher} reads them, matched on text: an archive may have paths that no
 * {@link java.nio.file.Path} of this system can hold, as with letters beyond ASCII in the locale POSIX.
 */
final class Glob {

    private final Pattern pattern;

    /**
     * @throws PatternSyntaxException if a bracket, a brace or a backslash is left open
     */
    Glob(String glob) {
        pattern = Pattern.compile(regex(glob), Pattern.DOTALL);
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean group = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*') {
                boolean across = glob.startsWith("**", i);
                regex.append(across ? ".*" : "[^/]*");
                i += across ? 1 : 0;
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[') {
                int end = glob.indexOf(']', i + 2);
                if (end < 0) {
                    throw new PatternSyntaxException("[ without ]", glob, i);
                }
                regex.append(set(glob.substring(i + 1, end)));
                i = end;
            } else if (c == '{' && !group) {
                regex.append("(?:");
                group = true;
            } else if (c == '{') {
                throw new PatternSyntaxException("{ inside {", glob, i);
            } else if (c == '}' && group) {
                regex.append(')');
                group = false;
            } else if (c == ',' && group) {
                regex.append('|');
            } else if (c == '\\') {
                i++;
                if (i == glob.length()) {
                    throw new PatternSyntaxException("\\ before nothing", glob, i);
                }
                regex.append(Pattern.quote(glob.substring(i, i + 1)));
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (group) {
            throw new PatternSyntaxException("{ without }", glob, glob.length());
        }
        return regex.toString();
    }

    private static String set(String characters) {
        boolean negated = characters.startsWith("!");
        String quoted = characters.substring(negated ? 1 : 0).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
        return "(?!/)[" + (negated ? "^" : "") + quoted + "]";
    }
}
