package io.github.pythondist.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A file in the pool of the Debian archive, on whatever mirror this machine uses; see {@link DebianMirror}.
 *
 * @param poolPath {@code pool/<component>/...}, relative to the archive's base URL, unencoded
 */
public record DebianPlace(String poolPath) implements Place {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    /**
     * @throws IllegalArgumentException if {@code poolPath} does not start with {@code pool/} or has empty or dot names
     */
    public DebianPlace {
        List<String> names = List.of(poolPath.split("/", -1));
        if (names.size() < 3
                || !names.get(0).equals("pool")
                || names.stream().anyMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."))) {
            throw new IllegalArgumentException("not a path in a Debian pool (pool/main/...): " + poolPath);
        }
    }

    @Override
    public String describe() {
        return "debian:" + poolPath;
    }

    @Override
    public String fileName() {
        return PlaceKeys.lastName(poolPath);
    }

    @Override
    public Map<String, String> toMap() {
        return Map.of(PlaceKeys.DEBIAN, poolPath);
    }

    /**
     * The file's URL on a mirror. A plus sign is percent-encoded, as apt does: some servers take a bare one for a
     * space.
     *
     * @param mirror base URL of the archive, with or without a slash at its end
     */
    public URI on(URI mirror) {
        String base = mirror.toString();
        StringBuilder url = new StringBuilder(base.endsWith("/") ? base : base + "/");
        for (byte b : poolPath.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(b) >= 0) {
                url.append((char) b);
            } else {
                url.append(String.format(java.util.Locale.ROOT, "%%%02X", b));
            }
        }
        return URI.create(url.toString());
    }
}
