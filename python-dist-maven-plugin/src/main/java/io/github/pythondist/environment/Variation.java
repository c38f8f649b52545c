package io.github.pythondist.environment;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How the surroundings of commands differ from those of an ordinary build, to show that what they make does not depend on
 * them.
 *
 * @param place a guest path that all mounts are moved below, empty for their usual places
 * @param conditions user, host name, umask
 * @param variables given to commands that do not set them themselves; stronger than the sandbox's fixed ones
 * @param mounts what commands see beside their own mounts; not moved
 * @param library a shared library that is loaded into every program (ld.so(8), {@code LD_PRELOAD}), as a guest path
 *     below one of the mounts
 */
public record Variation(
        String place,
        Conditions conditions,
        SortedMap<String, String> variables,
        List<Mount> mounts,
        Optional<String> library) {

    private static final Pattern PLACE = Pattern.compile("(/[A-Za-z0-9_+][A-Za-z0-9._+-]*)*");

    /** The surroundings of an ordinary build. */
    public static final Variation NONE =
            new Variation("", Conditions.STANDARD, new TreeMap<>(), List.of(), Optional.empty());

    public Variation {
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        mounts = List.copyOf(mounts);
        if (!PLACE.matcher(place).matches()) {
            throw new IllegalArgumentException("not a guest path: " + place);
        }
    }

    Mount moved(Mount mount) {
        return new Mount(mount.hostPath(), place + mount.guestPath(), mount.writable());
    }

    List<Mount> moved(List<Mount> all) {
        return all.stream().map(this::moved).toList();
    }
}
