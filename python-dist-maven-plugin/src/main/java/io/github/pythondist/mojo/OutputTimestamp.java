package io.github.pythondist.mojo;

import io.github.pythondist.report.BuildFailure;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The property {@code project.build.outputTimestamp}, in the forms that Maven's own plugins know. */
final class OutputTimestamp {

    // What zip entries and some tools can say; maven-archiver has the same limits.
    private static final long EARLIEST = Instant.parse("1980-01-01T00:00:02Z").getEpochSecond();
    private static final long LATEST = Instant.parse("2099-12-31T23:59:59Z").getEpochSecond();

    private OutputTimestamp() {}

    /**
     * @throws BuildFailure if there is none, or none that an archive can tell
     */
    static long epochSecond(@Nullable String outputTimestamp) {
        if (outputTimestamp == null || outputTimestamp.isBlank()) {
            throw new BuildFailure("The build has no timestamp")
                    .remedy("Set the property project.build.outputTimestamp in the POM, for example"
                            + " 2026-01-01T00:00:00Z; it becomes SOURCE_DATE_EPOCH of everything that is built");
        }
        return epochSecond("project.build.outputTimestamp", outputTimestamp);
    }

    /**
     * @param name of the setting, for messages
     * @throws BuildFailure if it is none that an archive can tell
     */
    static long epochSecond(String name, String value) {
        try {
            long seconds = value.chars().allMatch(Character::isDigit)
                    ? Long.parseLong(value)
                    : Instant.parse(value).getEpochSecond();
            if (seconds < EARLIEST || seconds > LATEST) {
                throw new BuildFailure(name + " " + value + " is not a time from 1980 to 2099")
                        .remedy("Use ISO 8601 such as 2026-01-01T00:00:00Z, or seconds since 1970");
            }
            return seconds;
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new BuildFailure(name + " '" + value + "' is no timestamp")
                    .remedy("Use ISO 8601 such as 2026-01-01T00:00:00Z, or seconds since 1970");
        }
    }
}
