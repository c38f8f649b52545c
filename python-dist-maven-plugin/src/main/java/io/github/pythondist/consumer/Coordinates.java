package io.github.pythondist.consumer;

import java.util.Comparator;

/**
 * What names an archive in a Maven repository.
 *
 * @param type the extension of the file, such as {@code tar.zst}
 * @param classifier such as {@code linux-x86_64}; empty if there is none
 */
public record Coordinates(String groupId, String artifactId, String version, String type, String classifier)
        implements Comparable<Coordinates> {

    private static final Comparator<Coordinates> ORDER = Comparator.comparing(Coordinates::groupId)
            .thenComparing(Coordinates::artifactId)
            .thenComparing(Coordinates::version)
            .thenComparing(Coordinates::type)
            .thenComparing(Coordinates::classifier);

    /** The name of the file in a Maven repository. */
    public String fileName() {
        return artifactId + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + "." + type;
    }

    /** Where the file is in a repository of Maven's layout, with {@code /} between the names. */
    public String path() {
        return groupId.replace('.', '/') + "/" + artifactId + "/" + version + "/" + fileName();
    }

    @Override
    public int compareTo(Coordinates other) {
        return ORDER.compare(this, other);
    }

    /** {@code groupId:artifactId:version:type[:classifier]}, the order in which maven-dependency-plugin reads them. */
    @Override
    public String toString() {
        return groupId + ":" + artifactId + ":" + version + ":" + type + (classifier.isEmpty() ? "" : ":" + classifier);
    }
}
