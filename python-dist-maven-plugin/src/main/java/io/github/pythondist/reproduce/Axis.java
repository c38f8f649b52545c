package io.github.pythondist.reproduce;

import io.github.pythondist.report.BuildFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a second build has otherwise than the first: the variations that a reproducible build survives. */
public enum Axis {
    /** Where sources, dependencies, tools and results are: on the machine, and within the sandbox. */
    PATH("places of sources, dependencies and results, on the machine and inside the sandbox"),
    /** The date and the time of day. */
    CLOCK("date and time of day, four and a half years later"),
    TIMEZONE("time zone"),
    /** Order of letters, names of months, decimal point. */
    LOCALE("order of letters, names of months, decimal point"),
    UMASK("permissions of new files"),
    /** Numbers and name of the user. */
    USER("number, group and name of the user"),
    HOME("home directory, which cannot be written"),
    HOSTNAME("name of the machine"),
    /** How many processors the build may use. */
    CORES("how many processors may be used"),
    /** {@code make -j}. */
    JOBS("how many jobs make runs"),
    /** The order in which directories are listed. */
    DIRECTORY_ORDER("order in which directories are listed"),
    /** More variables, of the kind that terminals and build servers set. */
    ENVIRONMENT("further environment variables, as terminals and build servers set them"),
    /** What uname says of the kernel. */
    KERNEL("release and version of the kernel, as uname tells them"),
    /** The file system that is built on. */
    FILE_SYSTEM("file system that is built on");

    private static final Duration SHORTEST_TIME = Duration.ofDays(366);

    private final String meaning;

    Axis(String meaning) {
        this.meaning = meaning;
    }

    /** How users write it: {@code directory-order}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it varies, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Whether what two builds saw is really not the same. */
    boolean varied(String first, String second) {
        if (this != CLOCK) {
            return !first.equals(second);
        }
        // A clock goes on by itself: years are asked for.
        try {
            return Duration.between(Instant.parse(first), Instant.parse(second)).compareTo(SHORTEST_TIME) > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /**
     * Reads what a user wrote.
     *
     * @param names labels; {@code !label} leaves one out; without any positive one all others are meant
     * @param unnamed what is meant where there are no names at all
     * @throws BuildFailure for a name that is none, and if none is left
     */
    public static Set<Axis> parse(List<String> names, Set<Axis> unnamed) {
        return names.isEmpty() ? unnamed : parse(names);
    }

    static Set<Axis> parse(List<String> names) {
        EnumSet<Axis> wanted = EnumSet.noneOf(Axis.class);
        EnumSet<Axis> unwanted = EnumSet.noneOf(Axis.class);
        for (String entry : names) {
            String name = entry.strip();
            if (name.isEmpty() || name.equals("all")) {
                continue;
            }
            boolean out = name.startsWith("!");
            (out ? unwanted : wanted).add(named(out ? name.substring(1).strip() : name));
        }
        EnumSet<Axis> axes = wanted.isEmpty() ? EnumSet.allOf(Axis.class) : wanted;
        axes.removeAll(unwanted);
        if (axes.isEmpty()) {
            throw new BuildFailure("No axis is left to vary: " + String.join(",", names))
                    .remedy("Leave python-dist.reproduce.axes away to vary all, or name some that are not left out");
        }
        return axes;
    }

    private static Axis named(String label) {
        Optional<Axis> found = Arrays.stream(values())
                .filter(axis -> axis.label().equals(label))
                .findFirst();
        return found.orElseThrow(() -> new BuildFailure("There is no axis '" + label + "' to vary")
                .detail("there are: " + Arrays.stream(values()).map(Axis::label).collect(Collectors.joining(", ")))
                .remedy("Name some of these in python-dist.reproduce.axes, or leave some out with !name"));
    }
}
