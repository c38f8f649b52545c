package io.github.pythondist.source;

import java.util.Map;

/**
 * A file beside whatever declares the source.
 *
 * @param path relative to {@link FetchSettings#fileBase()}, with {@code /} between its names
 */
public record FilePlace(String path) implements Place {

    /**
     * @throws IllegalArgumentException if {@code path} is absolute: a pin must mean the same on every machine
     */
    public FilePlace {
        if (path.startsWith("/") || path.contains("\\") || path.matches("[A-Za-z]:.*")) {
            throw new IllegalArgumentException("not a relative path with / between its names: " + path);
        }
    }

    @Override
    public String describe() {
        return "file:" + path;
    }

    @Override
    public String fileName() {
        return PlaceKeys.lastName(path);
    }

    @Override
    public Map<String, String> toMap() {
        return Map.of(PlaceKeys.FILE, path);
    }
}
