package io.github.pythondist.wheel;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of a Python package that is to become a Maven artifact.
 *
 * @param kind whether it is the package's own
 * @param said what the package says of itself; empty if nobody looked
 */
public record WheelArtifact(
        Kind kind, WheelCoordinates coordinates, Path file, Digest sha256, Optional<CoreMetadata> said) {

    /** What a file is to the package. */
    public enum Kind {
        /** A wheel or an sdist: two of one name must have the same bytes. */
        PACKAGE,
        /** Says how a wheel was made: one that an earlier build wrote of the same wheel is as true as ours. */
        DESCRIPTION
    }

    /** A POM for all files of one version of a package: repositories expect one. */
    public String pom() {
        return PackagePom.text(coordinates, said);
    }
}
