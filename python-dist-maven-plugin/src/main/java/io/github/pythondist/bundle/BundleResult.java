package io.github.pythondist.bundle;

import java.nio.file.Path;
import java.util.List;

/**
 * A bundle that was made, or was there already.
 *
 * @param tree the bundle as a directory, an intermediate result
 * @param bill its bill of materials, CycloneDX in JSON
 * @param upToDate whether nothing had to be done
 * @param notChecked what could not be checked, and why
 */
public record BundleResult(Path tree, Path bill, boolean upToDate, List<String> notChecked) {

    public BundleResult {
        notChecked = List.copyOf(notChecked);
    }
}
