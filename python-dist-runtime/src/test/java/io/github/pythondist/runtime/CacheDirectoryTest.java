package io.github.pythondist.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cache of a user")
final class CacheDirectoryTest {

    @Test
    @DisplayName("is where the system keeps caches")
    void isWhereTheSystemKeepsCaches() {
        assertThat(of("Linux", Map.of())).isEqualTo(Path.of("/home/ada/.cache/python-dist"));
        assertThat(of("Linux", Map.of("XDG_CACHE_HOME", "/var/caches"))).isEqualTo(Path.of("/var/caches/python-dist"));
        assertThat(of("Linux", Map.of("XDG_CACHE_HOME", "relative")))
                .isEqualTo(Path.of("/home/ada/.cache/python-dist"));
        assertThat(of("Mac OS X", Map.of("XDG_CACHE_HOME", "/var/caches")))
                .isEqualTo(Path.of("/home/ada/Library/Caches/python-dist"));
        assertThat(of("Windows 11", Map.of("LOCALAPPDATA", "/local"))).isEqualTo(Path.of("/local/python-dist"));
    }

    @Test
    @DisplayName("is the one the system property names")
    void isTheOneThePropertyNames() {
        Properties properties = properties("Linux");
        properties.setProperty(CacheDirectory.PROPERTY, "/opt/cache");
        assertThat(CacheDirectory.of(properties, Map.of("XDG_CACHE_HOME", "/var/caches")))
                .isEqualTo(Path.of("/opt/cache"));
    }

    @Test
    @DisplayName("is never below the working directory, also where the system does not know the user")
    void isNotOfAnUnknownUser() {
        Properties properties = properties("Linux");
        properties.setProperty("user.home", "?");
        assertThat(CacheDirectory.of(properties, Map.of("HOME", "/data")))
                .isEqualTo(Path.of("/data/.cache/python-dist"));
        assertThat(CacheDirectory.of(properties, Map.of("XDG_CACHE_HOME", "/var/caches")))
                .isEqualTo(Path.of("/var/caches/python-dist"));
        assertThatThrownBy(() -> CacheDirectory.of(properties, Map.of()))
                .hasMessageContaining("no home directory")
                .hasMessageContaining(CacheDirectory.PROPERTY);
    }

    private static Path of(String os, Map<String, String> environment) {
        return CacheDirectory.of(properties(os), environment);
    }

    private static Properties properties(String os) {
        Properties properties = new Properties();
        properties.setProperty("os.name", os);
        properties.setProperty("user.home", "/home/ada");
        return properties;
    }
}
