package io.github.pythondist.inventory;

import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Excerpts of CPython's files, in {@code src/test/resources/inventory}. */
final class Excerpts {

    private Excerpts() {}

    static String text(String name) {
        try (InputStream in = Excerpts.class.getResourceAsStream("/inventory/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A source that has these files alone. */
    static SourceSnapshot source(String version, Map<String, String> texts) {
        SortedMap<String, Digest> digests = new TreeMap<>();
        texts.forEach((path, text) -> digests.put(path, Digest.ofText(text)));
        return new SourceSnapshot(version, digests, new TreeMap<>(texts));
    }
}
