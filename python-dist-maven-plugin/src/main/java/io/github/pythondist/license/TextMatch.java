package io.github.pythondist.license;

/**
 * A licence found in a file.
 *
 * @param path the file, inside the component's source
 * @param license SPDX id, or {@code LicenseRef-…}
 * @param how on which ground
 * @param note what the recipe says for {@link How#ATTESTED} and {@link How#READ_AS}, what was found for
 *     {@link How#NOT_TAKEN}, else empty
 */
public record TextMatch(String path, String license, How how, String note) {

    /** Grounds on which a text counts as a licence. */
    public enum How {
        /** The whole file is the licence by the SPDX matching guidelines. */
        WHOLE,
        /** A part of the file is the licence by the SPDX matching guidelines. */
        WITHIN,
        /** Like {@link #WITHIN}, after names were read as others. */
        READ_AS,
        /** A person read exactly these bytes. */
        ATTESTED,
        /** A denied licence's text, allowed here as the alternative not taken, or by an exception. */
        NOT_TAKEN
    }
}
