package io.github.pythondist.catalog;

import io.github.pythondist.files.Digest;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A licence text inside a source archive.
 *
 * @param path below the archive's top directory
 * @param sha256 digest of the text; left out only where the archive's bytes could not be seen when it was pinned
 * @param matches the SPDX id a person found the text to be, where the SPDX matching rules miss a trivial variant; needs
 *     {@code sha256} and {@code note}
 * @param note why {@code matches} is right
 * @param readsAs names to be read as others before matching, where a template spells out one licensor's name
 */
public record LicenseFile(
        String path,
        @Nullable Digest sha256,
        @Nullable String matches,
        @Nullable String note,
        SortedMap<String, String> readsAs) {

    public LicenseFile {
        readsAs = Defaults.map(readsAs);
    }
}
