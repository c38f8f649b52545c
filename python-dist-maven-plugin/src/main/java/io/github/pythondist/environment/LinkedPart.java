package io.github.pythondist.environment;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Code of a sysroot's package that the linker puts into every program: start-up objects and compiler support.
 *
 * @param name what it is part of, such as {@code glibc}
 * @param fromPackage the package of the lock
 * @param summary which files
 * @param cpe {@code vendor:product} of its CPE 2.3 name, if it has one
 * @param license SPDX expression, with the exception that lets it be linked into anything
 * @param licenseFile path in the package of the notices that have to be shipped with the programs, if there are such
 */
public record LinkedPart(
        String name,
        @JsonProperty("package") String fromPackage,
        String summary,
        @Nullable String cpe,
        String license,
        @JsonProperty("license-file") @Nullable String licenseFile) {

    /**
     * @throws IllegalArgumentException if a value is missing
     */
    public LinkedPart {
        if (name == null || fromPackage == null || summary == null || license == null) {
            throw new IllegalArgumentException("an entry of 'linked' has name, package, summary and license");
        }
    }
}
