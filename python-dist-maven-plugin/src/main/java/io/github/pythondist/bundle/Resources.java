package io.github.pythondist.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Scripts of this plugin that go into bundles or make them. */
final class Resources {

    private Resources() {}

    static String text(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream("/bundle/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the plugin has no file bundle/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
