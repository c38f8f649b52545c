package io.github.pythondist.consumer;

import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which interpreter a goal was told to use; null is what it was not told.
 *
 * @param groupId group of the interpreter's artifact
 * @param series CPython series such as {@code 3.13}
 * @param version version of the artifact, such as {@code 3.13.15-1}
 * @param platform classifier, such as {@code linux-x86_64}; that of the machine if null
 * @param flavour such as {@code debug}; added to the platform
 */
public record InterpreterWish(
        @Nullable String groupId,
        @Nullable String series,
        @Nullable String version,
        @Nullable String platform,
        @Nullable String flavour) {

    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern SERIES = Pattern.compile("\\d+\\.\\d+");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");
    private static final Pattern FLAVOUR = Pattern.compile("[a-z][a-z0-9_]*");

    /**
     * @throws BuildFailure if one of them does not have its form: what goes into a path of the local repository must not
     *     lead out of it
     */
    public InterpreterWish {
        requirePlain("groupId", groupId, GROUP, "org.example.pythons");
        requirePlain("series", series, SERIES, "3.13");
        requirePlain("version", version, VERSION, "3.13.15-1");
        requirePlain("flavour", flavour, FLAVOUR, "debug, freethreaded or tk");
    }

    /** Whether it names nothing: any interpreter that the project means will do. */
    public boolean isOpen() {
        return groupId == null && series == null && version == null && platform == null && flavour == null;
    }

    /** The same for another platform. */
    public InterpreterWish withPlatform(@Nullable String classifier) {
        return new InterpreterWish(groupId, series, version, classifier, flavour);
    }

    /** The platform with its flavour. */
    Platform platform(Supplier<Platform> host) {
        Platform base = platform == null ? host.get() : Platform.parse(platform);
        if (flavour == null || base.flavours().equals(List.of(flavour))) {
            return base;
        }
        if (!base.flavours().isEmpty()) {
            throw new BuildFailure("The platform " + base + " is not of the flavour " + flavour)
                    .remedy("Configure <platform>" + base.base() + "</platform> with the <flavour>, or leave the"
                            + " <flavour> away.");
        }
        return base.withFlavours(List.of(flavour));
    }

    private static void requirePlain(String parameter, @Nullable String given, Pattern form, String example) {
        if (given != null && !form.matcher(given).matches()) {
            throw new BuildFailure("python-dist." + parameter + " '" + given + "' is no " + parameter)
                    .remedy("Write it like " + example);
        }
    }
}
