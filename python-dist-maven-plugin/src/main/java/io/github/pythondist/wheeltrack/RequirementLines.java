package io.github.pythondist.wheeltrack;

import io.github.pythondist.wheel.PackageNames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What builds require, as PEP 508 writes it. */
final class RequirementLines {

    /** PEP 508: what a line begins with. */
    private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?).*");

    private RequirementLines() {}

    /** The package's name, normalised; the whole line, if it has none. */
    static String name(String line) {
        Matcher matcher = NAME.matcher(line);
        return matcher.matches() ? PackageNames.normalized(matcher.group(1)) : line.strip();
    }
}
