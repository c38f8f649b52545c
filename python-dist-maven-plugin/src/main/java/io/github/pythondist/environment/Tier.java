package io.github.pythondist.environment;

import io.github.pythondist.report.BuildFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a build step is kept from the machine it runs on. */
public enum Tier {
    /**
     * Linux namespaces, by the build root's own bubblewrap: only the build root and the step's mounts are to be seen,
     * no network, fixed user and host name. Needs no rights, but a kernel that lets its users make namespaces.
     */
    NAMESPACES,

    /**
     * A private copy of the build root entered by {@code chroot}, for root in a container that forbids namespaces. Same
     * tools, same paths, same bytes as {@link #NAMESPACES}; but the network, the host name and other processes of the
     * machine stay in reach, and there is no {@code /proc}.
     */
    CHROOT,

    /** The machine's own tools at the machine's own paths. Not hermetic: only on request. */
    HOST;

    /** The name users write. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what a user wrote.
     *
     * @param value a tier's label, or {@code auto}
     * @return the tier, or nothing for {@code auto}
     * @throws BuildFailure for anything else
     */
    public static Optional<Tier> parse(String value) {
        String label = value.strip().toLowerCase(Locale.ROOT);
        if (label.equals("auto")) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(values())
                .filter(tier -> tier.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new BuildFailure("There is no build environment '" + value + "'.")
                        .remedy("Set python-dist.environment to auto, namespaces, chroot or host.")));
    }
}
