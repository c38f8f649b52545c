package io.github.pythondist.wheelbuild;

import io.github.pythondist.environment.Tier;
import io.github.pythondist.report.BuildFailure;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a backend runs.
 *
 * @param kind whether in a build environment
 * @param tier how that keeps commands apart from the machine, or empty for the best that works
 */
public record BuildPlace(Kind kind, Optional<Tier> tier) {

    /** Whether in a build environment. */
    public enum Kind {
        /** If the project has sources that need a compiler. */
        AUTOMATIC,
        /** No: on this machine as it is. */
        MACHINE,
        /** Yes. */
        ENVIRONMENT
    }

    /**
     * The place for an interpreter that was installed by other means: the machine that it is a part of.
     *
     * @throws BuildFailure if a build environment was asked for
     */
    public BuildPlace forInstalled() {
        if (kind == Kind.ENVIRONMENT) {
            throw new BuildFailure("An interpreter of a toolchain cannot run in a build environment")
                    .remedy("Build with the interpreter that the project pins: leave <pythonToolchain> out")
                    .remedy("or on this machine: <environment>none</environment>");
        }
        return new BuildPlace(Kind.MACHINE, Optional.empty());
    }

    /**
     * Reads what a user wrote.
     *
     * @param value {@code auto}, {@code none} or a {@link Tier}'s label
     * @throws BuildFailure for anything else
     */
    public static BuildPlace parse(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "auto" -> new BuildPlace(Kind.AUTOMATIC, Optional.empty());
            case "none" -> new BuildPlace(Kind.MACHINE, Optional.empty());
            default -> {
                try {
                    yield new BuildPlace(Kind.ENVIRONMENT, Tier.parse(value));
                } catch (BuildFailure unknown) {
                    throw new BuildFailure("There is no build environment '" + value + "'", unknown)
                            .remedy("Set <environment> to auto, none, namespaces, chroot or host");
                }
            }
        };
    }
}
