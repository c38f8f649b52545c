package io.github.pythondist.wheel;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;

/**
 * A file of a Python package that is to become a Maven artifact.
 *
 * @param kind whether it is the package's own
 */
public record WheelArtifact(Kind kind, WheelCoordinates coordinates, Path file, Digest sha256) {

    /** What a file is to the package. */
    public enum Kind {
        /** A wheel or an sdist: two of one name must have the same bytes. */
        PACKAGE,
        /** Says how a wheel was made: one that an earlier build wrote of the same wheel is as true as ours. */
        DESCRIPTION
    }

    /** A POM that is the same for all files of one version of a package: repositories expect one. */
    public String pom() {
        return String.join(
                "\n",
                "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">",
                "  <modelVersion>4.0.0</modelVersion>",
                "  <groupId>" + coordinates.groupId() + "</groupId>",
                "  <artifactId>" + coordinates.artifactId() + "</artifactId>",
                "  <version>" + coordinates.version() + "</version>",
                "  <packaging>pom</packaging>",
                "  <description>Files of a Python package, as python-dist published them</description>",
                "</project>",
                "");
    }
}
