package io.github.pythondist.consumer;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The scripts that this plugin brings on its class path, for interpreters that it runs or ships. */
public final class PluginScripts {

    private PluginScripts() {}

    /**
     * @param resource such as {@code /consumer/unittest_report.py}
     * @throws IllegalStateException if the plugin has no such script
     */
    public static String text(String resource) throws IOException {
        try (InputStream in = PluginScripts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the plugin lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Digest of scripts, for those who keep what these made. */
    public static Digest digest(List<String> resources) throws IOException {
        StringBuilder texts = new StringBuilder();
        for (String resource : resources) {
            texts.append(resource).append('\n').append(text(resource));
        }
        return Digest.ofText(texts.toString());
    }

    /**
     * Writes a script into a directory, which is created if need be, in place of one that is there.
     *
     * @param resource as {@link #text} takes it
     * @return the script's file, of the same name
     */
    public static Path copy(String resource, Path directory) throws IOException {
        Path copy = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        AtomicFiles.writeString(copy, text(resource));
        return copy;
    }
}
