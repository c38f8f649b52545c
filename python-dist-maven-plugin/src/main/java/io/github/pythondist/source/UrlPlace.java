package io.github.pythondist.source;

import io.github.pythondist.report.Logins;
import java.net.URI;
import java.util.Map;

/**
 * A file on a web server.
 *
 * @param uri absolute, {@code http} or {@code https}, without user and password: pins are shared, secrets are not
 */
public record UrlPlace(URI uri) implements Place {

    /**
     * @throws IllegalArgumentException if {@code uri} is none of that
     */
    public UrlPlace {
        if (Logins.isIn(uri.toString())) {
            throw new IllegalArgumentException(
                    "the URL of a source must not carry a user or password: " + Logins.without(uri.toString()));
        }
        String scheme = uri.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException("not an http or https URL: " + uri);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the URL names no host: " + uri);
        }
    }

    @Override
    public String describe() {
        return uri.toString();
    }

    @Override
    public String fileName() {
        String path = uri.getPath();
        return path == null ? "" : PlaceKeys.lastName(path);
    }

    @Override
    public Map<String, String> toMap() {
        return Map.of(PlaceKeys.URL, uri.toString());
    }
}
