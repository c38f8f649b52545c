package io.github.pythondist.runtime;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** A Java program of its own: unpacks the bundle of a class path into a cache, and says where it is. */
public final class UnpackMain {

    private UnpackMain() {}

    public static void main(String[] arguments) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {URI.create(arguments[0]).toURL()}, null)) {
            Python python = PythonBundle.onClassPath("word-count", loader)
                    .withCacheDirectory(Path.of(arguments[1]))
                    .unpack();
            System.out.println(python.executable());
        }
    }
}
