package io.github.pythondist.consumer;

import io.github.pythondist.report.BuildFailure;
import java.util.Locale;

/** How an interpreter of the store gets to a place of the build. */
public enum LinkMode {
    /** A symbolic link into the store, or a copy where links cannot be made. */
    AUTO,
    /** A symbolic link into the store. */
    LINK,
    /** A copy the build may write to. */
    COPY;

    /**
     * Reads the value of a parameter, in any case.
     *
     * @throws BuildFailure if it is none of them
     */
    public static LinkMode parse(String text) {
        for (LinkMode mode : values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new BuildFailure("There is no mode \"" + text + "\"").remedy("Use auto, link or copy.");
    }
}
