package io.github.pythondist.rust;

import io.github.pythondist.files.Digest;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A package of Rust, by what pins it.
 *
 * @param name as the registry has it
 * @param version by semantic versioning
 * @param sha256 of its {@code .crate} file
 */
public record Crate(String name, String version, Digest sha256) implements Comparable<Crate> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(?:[-+][0-9A-Za-z.+-]*)?");
    private static final Comparator<Crate> ORDER =
            Comparator.comparing(Crate::name).thenComparing(Crate::version).thenComparing(Crate::sha256);

    /**
     * @throws IllegalArgumentException if name or version is none: both become parts of paths
     */
    public Crate {
        if (!NAME.matcher(name).matches() || !VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("this is no crate: '" + name + "' '" + version + "'");
        }
    }

    /** What its file is called. */
    public String file() {
        return directory() + ".crate";
    }

    /** What {@code cargo vendor --versioned-dirs} calls its directory. */
    String directory() {
        return name + "-" + version;
    }

    @Override
    public int compareTo(Crate other) {
        return ORDER.compare(this, other);
    }
}
