package io.github.pythondist.wheel;

import io.github.pythondist.files.Digest;
import java.nio.file.Path;

/** A wheel or an sdist that is to become a Maven artifact. */
public record MirroredWheel(WheelCoordinates coordinates, Path file, Digest sha256) {

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
                "  <description>Files of a Python package, as python-dist mirrored them</description>",
                "</project>",
                "");
    }
}
