package io.github.pythondist.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code Modules/Setup*} file, as {@code Modules/makesetup} does, with configure's substitutions still in it:
 *
 * <pre>
 * &#64;MODULE__SSL_TRUE&#64;_ssl _ssl.c -lssl
 * </pre>
 */
final class SetupFileParser {

    private static final Pattern CONDITION = Pattern.compile("^@(\\w+)_TRUE@");
    private static final Pattern SECTION = Pattern.compile("^\\*(@?\\w+@?)\\*$");
    private static final Pattern VARIABLE = Pattern.compile("^[A-Za-z_]\\w*\\s*=.*");
    private static final Pattern SUBSTITUTION = Pattern.compile("^@(\\w+)@$");

    private final String file;
    private final Origin origin;
    private final List<NotUnderstood> notUnderstood;
    private final List<ModuleDeclaration> declarations = new ArrayList<>();
    private boolean sharedOnly;
    private boolean disabled;

    private SetupFileParser(String file, Origin origin, List<NotUnderstood> notUnderstood) {
        this.file = file;
        this.origin = origin;
        this.notUnderstood = notUnderstood;
    }

    /**
     * @param origin what its modules are, those after {@code *shared*} excepted
     */
    static List<ModuleDeclaration> parse(String file, String text, Origin origin, List<NotUnderstood> notUnderstood) {
        SetupFileParser parser = new SetupFileParser(file, origin, notUnderstood);
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int number = i + 1;
            StringBuilder line = new StringBuilder(lines[i]);
            while (line.toString().endsWith("\\") && i + 1 < lines.length) {
                line.setLength(line.length() - 1);
                line.append(' ').append(lines[++i]);
            }
            parser.line(number, line.toString().replaceFirst("#.*", "").strip());
        }
        return parser.declarations;
    }

    private void line(int number, String line) {
        SourceLine where = new SourceLine(file, number);
        Matcher section = SECTION.matcher(line);
        if (line.isEmpty() || VARIABLE.matcher(line).matches()) {
            return;
        }
        if (section.matches()) {
            section(where, line, section.group(1));
            return;
        }
        Matcher condition = CONDITION.matcher(line);
        boolean conditional = condition.find();
        List<String> words = new ArrayList<>(List.of(
                (conditional ? line.substring(condition.end()) : line).strip().split("\\s+")));
        List<String> substitutions = new ArrayList<>();
        words.removeIf(word -> {
            Matcher substitution = SUBSTITUTION.matcher(word);
            return substitution.matches() && substitutions.add(substitution.group(1));
        });
        BuildFlags flags = BuildFlags.of(words);
        if (flags.names().isEmpty() || !flags.unknown().isEmpty()) {
            notUnderstood.add(new NotUnderstood(
                    where,
                    line,
                    flags.names().isEmpty()
                            ? "the line names no module"
                            : "unknown words: " + String.join(" ", flags.unknown())));
        }
        if (!disabled) {
            for (String name : flags.names()) {
                declarations.add(new ModuleDeclaration(
                        name,
                        sharedOnly ? Origin.SHARED_ONLY : origin,
                        where,
                        flags,
                        substitutions,
                        conditional ? condition.group(1) : "",
                        new TreeSet<>()));
            }
        }
    }

    private void section(SourceLine where, String line, String name) {
        disabled = name.equals("disabled");
        sharedOnly = name.equals("shared");
        if (!List.of("shared", "static", "disabled", "noconfig", "@MODULE_BUILDTYPE@")
                .contains(name)) {
            notUnderstood.add(new NotUnderstood(where, line, "an unknown section"));
        }
    }
}
