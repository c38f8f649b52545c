package io.github.pythondist.wheeltrack;

import io.github.pythondist.wheel.PackageNames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What builds require, as PEP 508 writes it. */
final class RequirementLines {

    /** PEP 508: what a line begins with. */
    private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?).*");

    private static final String CLAUSE = "(===|==|~=|!=|<=|>=|<|>)\\s*[^\\s,;()<>=!~]+\\s*";

    /** PEP 508 in outline: a name, perhaps with extras, versions or a place, and a marker. */
    private static final Pattern REQUIREMENT = Pattern.compile("\\s*[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\\s*"
            + "(\\[[^\\[\\]]*]\\s*)?"
            + "(" + CLAUSE + "(,\\s*" + CLAUSE + ")*|\\(\\s*" + CLAUSE + "(,\\s*" + CLAUSE + ")*\\)\\s*|@\\s*\\S+\\s*)?"
            + "(;.*)?");

    private RequirementLines() {}

    /** Whether pip would take it for a name with versions. */
    static boolean isRequirement(String line) {
        return REQUIREMENT.matcher(line).matches();
    }

    /** The package's name, normalised; the whole line, if it has none. */
    static String name(String line) {
        Matcher matcher = NAME.matcher(line);
        return matcher.matches() ? PackageNames.normalized(matcher.group(1)) : line.strip();
    }
}
