package io.github.pythondist.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somewhere a {@link SourceFile} may be had. In YAML a place is a map of one key:
 *
 * <pre>
 * - url: https://example.org/zlib-1.3.2.tar.gz
 * - debian: pool/main/z/zlib/zlib_1.3.1.orig.tar.gz
 * - maven: org.example:zlib-source:tar.gz:1.3.2
 * - file: sources/zlib-1.3.2.tar.gz
 * </pre>
 */
public sealed interface Place permits UrlPlace, DebianPlace, MavenPlace, FilePlace {

    /** How messages name the place. */
    String describe();

    /** The last name in the place's path: what the file is called there. */
    String fileName();

    /** The map of one key that {@link #of} reads. */
    @JsonValue
    Map<String, String> toMap();

    /**
     * Reads a place from its map.
     *
     * @throws IllegalArgumentException if there is not exactly one known key, or its value does not fit it
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Place of(Map<String, @Nullable String> map) {
        if (map.size() != 1) {
            throw new IllegalArgumentException(
                    "a place has exactly one of the keys " + PlaceKeys.KNOWN + ", not " + map.keySet());
        }
        Map.Entry<String, @Nullable String> entry = map.entrySet().iterator().next();
        String value = entry.getValue();
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the place '" + entry.getKey() + "' has no value");
        }
        return switch (entry.getKey()) {
            case PlaceKeys.URL -> new UrlPlace(URI.create(value));
            case PlaceKeys.DEBIAN -> new DebianPlace(value);
            case PlaceKeys.MAVEN -> new MavenPlace(value);
            case PlaceKeys.FILE -> new FilePlace(value);
            default ->
                throw new IllegalArgumentException("unknown kind of place '" + entry.getKey() + "' (" + value
                        + "); the known ones are " + PlaceKeys.KNOWN);
        };
    }
}
