package io.github.pythondist.wheel;

import java.util.Locale;

/** Names of Python packages. */
public final class PackageNames {

    private PackageNames() {}

    /** The name by which two spellings are the same package (PEP 503), such as {@code typing-extensions}. */
    public static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }
}
