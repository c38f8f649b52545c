package io.github.pythondist.wheeltrack;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a package. */
public enum TrackState {
    /** Two builds in different surroundings gave the same bytes. */
    REPRODUCIBLE,
    /** They gave other bytes. */
    DIFFERENT,
    /** One of them failed. */
    FAILED,
    /** It failed for want of something that the build environment does not have. */
    LACKING,
    /**
     * There was nothing to build: no sdist, no such package, or another file than the one that is locked; or a component
     * that its recipe names could not be fetched.
     */
    UNAVAILABLE;

    /** How it is written. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
