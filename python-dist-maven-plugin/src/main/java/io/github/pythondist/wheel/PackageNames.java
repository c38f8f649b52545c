package io.github.pythondist.wheel;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of Python packages and of their versions. */
public final class PackageNames {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.!+_-]*");

    private PackageNames() {}

    /** The name by which two spellings are the same package (PEP 503), such as {@code typing-extensions}. */
    public static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    /** Whether a text is a normalised name; then it is safe in paths, links and lines of requirements. */
    public static boolean isNormalized(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether a text has the characters of a version (PEP 440) alone; then it is as safe. */
    public static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }
}
