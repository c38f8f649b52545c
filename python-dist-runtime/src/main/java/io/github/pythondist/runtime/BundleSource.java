package io.github.pythondist.runtime;

import io.github.pythondist.files.Digest;
import io.github.pythondist.layout.BundleResources;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes of a packed bundle are. */
interface BundleSource {

    InputStream open() throws IOException;

    /** The digest the bytes must have. */
    Digest digest() throws IOException;

    /** A file, which is read for its digest. */
    record InFile(Path file) implements BundleSource {

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public Digest digest() throws IOException {
            return Digest.of(file);
        }
    }

    /** A resource, whose digest is a resource too. */
    record OnClassPath(URL archive, URL published) implements BundleSource {

        @Override
        public InputStream open() throws IOException {
            return open(archive);
        }

        @Override
        public Digest digest() throws IOException {
            try (InputStream in = open(published)) {
                return BundleResources.parseDigest(new String(in.readNBytes(4096), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new BuildFailure("The digest " + published + " is none", e)
                        .remedy("Build the jar again that has it.");
            }
        }

        // The JDK's cache of open jars would keep the file open, and on Windows locked.
        private static InputStream open(URL url) throws IOException {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            return connection.getInputStream();
        }
    }
}
