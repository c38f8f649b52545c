package io.github.pythondist.license;

import java.util.List;

/**
 * The result of a vetting in which every component passed.
 *
 * @param licenseListVersion version of the SPDX licence list the texts were matched with
 * @param items the components, in the order given
 */
public record VettingReport(String licenseListVersion, List<VettedItem> items) {

    /** Copies the list. */
    public VettingReport {
        items = List.copyOf(items);
    }
}
