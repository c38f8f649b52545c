package io.github.pythondist.license;

import java.util.List;

/**
 * What is to be vetted.
 *
 * @param name the component's name
 * @param version its version
 * @param expression the SPDX licence expression it declares
 * @param texts the licence files of its source; a component without one is refused
 */
public record LicensedItem(String name, String version, String expression, List<LicenseText> texts) {

    /** Copies the list. */
    public LicensedItem {
        texts = List.copyOf(texts);
    }

    /** Name, version and declared expression, as messages begin. */
    String label() {
        return name + " " + version + " (declared " + expression.strip() + ")";
    }
}
