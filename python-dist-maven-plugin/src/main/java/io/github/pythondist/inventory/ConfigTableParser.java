package io.github.pythondist.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the table of modules in {@code Modules/config.c.in}: those that every interpreter has. */
final class ConfigTableParser {

    private static final Pattern ENTRY = Pattern.compile("^\\s*\\{\\s*\"(\\w+)\"\\s*,\\s*\\w+\\s*}\\s*,?\\s*$");
    private static final Pattern SENTINEL = Pattern.compile("^\\s*\\{\\s*(?:0|NULL)\\s*,\\s*(?:0|NULL)\\s*}.*");

    private ConfigTableParser() {}

    static List<ModuleDeclaration> parse(String file, String text, List<NotUnderstood> notUnderstood) {
        List<ModuleDeclaration> declarations = new ArrayList<>();
        boolean inTable = false;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            inTable |= line.contains("_PyImport_Inittab[]");
            Matcher entry = ENTRY.matcher(line);
            SortedSet<SourceLine> none = new TreeSet<>();
            SourceLine where = new SourceLine(file, number);
            if (!inTable || SENTINEL.matcher(line).matches()) {
                continue;
            }
            if (entry.matches()) {
                declarations.add(new ModuleDeclaration(
                        entry.group(1), Origin.CORE, where, BuildFlags.of(List.of()), List.of(), "", none));
            } else if (line.strip().startsWith("{")) {
                notUnderstood.add(new NotUnderstood(where, line, "not an entry {\"name\", function}"));
            }
        }
        return declarations;
    }
}
