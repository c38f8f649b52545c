package io.github.pythondist.runtime;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
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
     */
    static Path of(Properties properties, Map<String, String> environment) {
        String named = properties.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            return Path.of(named).toAbsolutePath();
        }
        Path home = Path.of(properties.getProperty("user.home", "."));
        String os = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return absolute(environment.get("LOCALAPPDATA"), home.resolve("AppData/Local"))
                    .resolve("python-dist");
        }
        if (os.startsWith("mac")) {
            return home.resolve("Library/Caches/python-dist").toAbsolutePath();
        }
        // A relative XDG_CACHE_HOME is to be ignored, says the specification.
        return absolute(environment.get("XDG_CACHE_HOME"), home.resolve(".cache"))
                .resolve("python-dist");
    }

    private static Path absolute(@Nullable String named, Path otherwise) {
        return Stream.ofNullable(named)
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute)
                .findFirst()
                .orElse(otherwise.toAbsolutePath());
    }
}
