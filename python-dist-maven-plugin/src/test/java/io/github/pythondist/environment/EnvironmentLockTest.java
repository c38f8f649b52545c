package io.github.pythondist.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.Digest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class EnvironmentLockTest {

    private static final String YAML = """
            name: bookworm-tools
            description: Tools.
            suite: bookworm
            architecture: amd64
            links:
              usr/bin/awk: mawk
            files:
              etc/hosts: |
                127.0.0.1 localhost
            requested:
              - mawk
            packages:
              - {name: mawk, version: "1.3.4", path: pool/main/m/mawk/mawk_1.3.4_amd64.deb, size: 12, sha256: 00000000000000000000000000000000000000000000000000000000000000aa}
              - {name: libc6, version: "2:2.36", path: pool/main/g/glibc/libc6_2.36_amd64.deb, size: 13, sha256: 00000000000000000000000000000000000000000000000000000000000000bb}
            """;

    private static EnvironmentLock read(String yaml) {
        Object data = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return new ObjectMapper().convertValue(data, EnvironmentLock.class);
    }

    @Test
    void isReadFromTheCatalog() {
        EnvironmentLock lock = read(YAML);
        assertThat(lock.links()).containsExactly(Map.entry("usr/bin/awk", "mawk"));
        assertThat(lock.files()).containsExactly(Map.entry("etc/hosts", "127.0.0.1 localhost\n"));
        assertThat(lock.requested()).containsExactly("mawk");
        assertThat(lock.packages())
                .containsExactly(
                        new LockedPackage(
                                "mawk",
                                "1.3.4",
                                "pool/main/m/mawk/mawk_1.3.4_amd64.deb",
                                12,
                                new Digest("0".repeat(62) + "aa")),
                        new LockedPackage(
                                "libc6",
                                "2:2.36",
                                "pool/main/g/glibc/libc6_2.36_amd64.deb",
                                13,
                                new Digest("0".repeat(62) + "bb")));
        assertThat(lock.packages().get(0).source().file()).isEqualTo("mawk_1.3.4_amd64.deb");
        assertThat(lock.packages().get(0).source().size()).isEqualTo(12);
    }

    @Test
    void knowsThePackageOfAProgram() {
        assertThat(read(YAML).packageOf("usr/bin/awk")).contains("mawk 1.3.4");
        assertThat(read(YAML).packageOf("usr/bin/clang")).isEmpty();
    }

    /** The name of trees and a part of every cache key: a change here makes every user build everything anew. */
    @Test
    void digestIsTheSameInEveryReleaseOfThePlugin() {
        assertThat(read(YAML).digest().hex())
                .isEqualTo("ff4bd3ed2751031237172c4334cdedbce4c8ab96a5dbeb2078c12488f2e30009");
    }

    @ParameterizedTest
    @CsvSource({
        "usr/bin/awk: mawk, usr/bin/awk: gawk",
        "usr/bin/awk: mawk, usr/bin/nawk: mawk",
        "127.0.0.1, 127.0.0.2",
        "etc/hosts, etc/hosts2",
        "0aa, 0ab",
    })
    void digestFollowsWhatDecidesTheTree(String part, String changed) {
        assertThat(read(YAML.replace(part, changed)).digest())
                .isNotEqualTo(read(YAML).digest());
    }

    @ParameterizedTest
    @CsvSource({"name: bookworm, name: b", "Tools., Other tools.", "suite: bookworm, suite: b", "mawk_1.3.4, mawk_1"})
    void digestLeavesAsideWhatDoesNot(String part, String changed) {
        assertThat(YAML).contains(part);
        assertThat(read(YAML.replace(part, changed)).digest())
                .isEqualTo(read(YAML).digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a/../../x", ""})
    void pathsThatLeaveTheTreeAreRefused(String path) {
        TreeMap<String, String> entry = new TreeMap<>(Map.of(path, "target"));
        TreeMap<String, String> none = new TreeMap<>();
        assertThatThrownBy(() ->
                        new EnvironmentLock("n", "d", "s", "a", null, entry, none, List.of(), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new EnvironmentLock("n", "d", "s", "a", null, none, entry, List.of(), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../../x"})
    void linkTargetsThatLeaveTheTreeAreRefused(String target) {
        TreeMap<String, String> link = new TreeMap<>(Map.of("usr/bin/x", target));
        assertThatThrownBy(() -> new EnvironmentLock(
                        "n", "d", "s", "a", null, link, new TreeMap<>(), List.of(), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(target);
    }
}
