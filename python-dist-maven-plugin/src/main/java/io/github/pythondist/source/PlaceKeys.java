package io.github.pythondist.source;

import java.util.List;

/** The keys of places in YAML. */
final class PlaceKeys {

    static final String URL = "url";
    static final String DEBIAN = "debian";
    static final String MAVEN = "maven";
    static final String FILE = "file";
    static final List<String> KNOWN = List.of(URL, DEBIAN, MAVEN, FILE);

    private PlaceKeys() {}

    static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
