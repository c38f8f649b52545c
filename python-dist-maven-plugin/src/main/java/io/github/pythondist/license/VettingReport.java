package io.github.pythondist.license;

import java.util.List;

/**
 * The result of a vetting in which every component passed.
 *
 * @param licenseListVersion version of the SPDX licence list the texts were matched with
 * @param items the components, in the order given
 * @param carriedExceptions the policy exceptions that code carried inside a source needed
 */
public record VettingReport(
        String licenseListVersion, List<VettedItem> items, List<PolicyException> carriedExceptions) {

    /** Copies the lists. */
    public VettingReport {
        items = List.copyOf(items);
        carriedExceptions = List.copyOf(carriedExceptions);
    }
}
