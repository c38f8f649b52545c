package io.github.pythondist.license;

/**
 * Lets one component use, or carry the text of, a licence the policy does not allow.
 *
 * @param component the component's name
 * @param license SPDX id, {@code id WITH exception}, or {@code LicenseRef-…}, spelled as in the expression
 * @param reason why; goes into the report
 */
public record PolicyException(String component, String license, String reason) {

    /**
     * @throws IllegalArgumentException if a value is blank; an exception without a reason is none
     */
    public PolicyException {
        if (component.isBlank() || license.isBlank()) {
            throw new IllegalArgumentException("a licence exception names a component and a licence");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("the licence exception for " + component + " (" + license
                    + ") has no reason: write down why the licence is acceptable there");
        }
    }
}
