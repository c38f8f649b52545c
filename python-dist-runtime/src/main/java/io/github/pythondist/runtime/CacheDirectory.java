package io.github.pythondist.runtime;

import io.github.pythondist.report.BuildFailure;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where bundles are unpacked for a user. */
final class CacheDirectory {

    /** The system property that names another directory. */
    static final String PROPERTY = "python-dist.runtime.cacheDirectory";

    private CacheDirectory() {}

    static Path ofThisUser() {
        return of(System.getProperties(), System.getenv());
    }

    /**
     * The property; else what the system keeps for caches: {@code XDG_CACHE_HOME} or {@code ~/.cache} (XDG Base Directory
     * Specification), {@code ~/Library/Caches} on macOS, {@code LOCALAPPDATA} on Windows.
     *
     * @throws BuildFailure if all that is said by the home directory, and there is none
     */
    static Path of(Properties properties, Map<String, String> environment) {
        String named = properties.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            return Path.of(named).toAbsolutePath();
        }
        String os = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return absolute(environment.get("LOCALAPPDATA"))
                    .orElseGet(() -> home(properties, environment).resolve("AppData/Local"))
                    .resolve("python-dist");
        }
        if (os.startsWith("mac")) {
            return home(properties, environment).resolve("Library/Caches/python-dist");
        }
        // A relative XDG_CACHE_HOME is to be ignored, says the specification.
        return absolute(environment.get("XDG_CACHE_HOME"))
                .orElseGet(() -> home(properties, environment).resolve(".cache"))
                .resolve("python-dist");
    }

    /** Of a user whom the system does not list, as in many containers, Java says that the home directory is "?". */
    private static Path home(Properties properties, Map<String, String> environment) {
        return absolute(properties.getProperty("user.home"))
                .or(() -> absolute(environment.get("HOME")))
                .orElseThrow(() -> new BuildFailure("There is no home directory to keep unpacked bundles in")
                        .detail("Java says that it is '" + properties.getProperty("user.home", "") + "'.")
                        .remedy("Set HOME, or name a directory with -D" + PROPERTY + "="));
    }

    private static Optional<Path> absolute(@Nullable String named) {
        return Optional.ofNullable(named)
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }
}
