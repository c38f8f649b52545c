package io.github.pythondist.source;

import java.util.List;
import java.util.Map;

/**
 * An artifact in the Maven repositories of the build.
 *
 * @param coordinates {@code groupId:artifactId:extension[:classifier]:version}
 */
public record MavenPlace(String coordinates) implements Place {

    /**
     * @throws IllegalArgumentException if there are not four or five parts, none of them blank
     */
    public MavenPlace {
        List<String> parts = List.of(coordinates.split(":", -1));
        if (parts.size() < 4 || parts.size() > 5 || parts.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "not Maven coordinates (groupId:artifactId:extension[:classifier]:version): " + coordinates);
        }
    }

    @Override
    public String describe() {
        return "maven:" + coordinates;
    }

    /** As Maven's repository layout names it: {@code artifactId-version[-classifier].extension}. */
    @Override
    public String fileName() {
        List<String> parts = List.of(coordinates.split(":", -1));
        String classifier = parts.size() == 5 ? "-" + parts.get(3) : "";
        return parts.get(1) + "-" + parts.get(parts.size() - 1) + classifier + "." + parts.get(2);
    }

    @Override
    public Map<String, String> toMap() {
        return Map.of(PlaceKeys.MAVEN, coordinates);
    }
}
