package io.github.pythondist.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Build information")
final class BuildInfoTest {

    private static final String SHA512 = "0123456789abcdef".repeat(8);

    private static Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("name", "Zürich: \\CPython = 3.13");
        entries.put("group-id", "org.example");
        entries.put("artifact-id", "cpython-3.13");
        entries.put("version", "3.13.5-1");
        entries.put("build-tool", "mvn");
        entries.put("python-dist.plugin.group-id", "io.github.pythondist");
        entries.put("python-dist.plugin.artifact-id", "python-dist-maven-plugin");
        entries.put("python-dist.plugin.version", "0.1.0");
        entries.put("python-dist.series", "3.13");
        entries.put("python-dist.cpython", "3.13.5");
        entries.put("python-dist.flavour", "");
        entries.put("python-dist.target", "linux-x86_64");
        entries.put("python-dist.contents", "runtime,full");
        entries.put("python-dist.source-set", "debian");
        entries.put("python-dist.versions", "bdb:5.3.28,openssl:3.5.7");
        entries.put("python-dist.output-timestamp", "2026-11-21T00:00:00Z");
        entries.put("python-dist.option.profile", "none");
        entries.put("python-dist.license-policy.allow", "EPL-2.0");
        entries.put("python-dist.license-policy.exception.0.component", "bdb");
        entries.put("python-dist.license-policy.exception.0.license", "AGPL-3.0-only");
        entries.put("python-dist.license-policy.exception.0.reason", " internal, not distributed");
        entries.put("python-dist.catalog.sha256", "0123456789abcdef".repeat(4));
        entries.put("python-dist.catalog.own-files", "");
        entries.put("python-dist.environment", "hermetic");
        entries.put("outputs.0.filename", "cpython-3.13-3.13.5-1-linux-x86_64.tar.zst");
        entries.put("outputs.0.length", "16300000");
        entries.put("outputs.0.checksums.sha512", SHA512);
        return entries;
    }

    private static BuildInfo with(String key, String value) {
        Map<String, String> entries = entries();
        entries.put(key, value);
        return BuildInfo.of(entries);
    }

    private static String without(String key) {
        Map<String, String> entries = entries();
        entries.remove(key);
        return BuildInfo.of(entries).toText();
    }

    @Test
    @DisplayName("what was written is read back, whatever characters it holds")
    void roundTrip(@TempDir Path folder) throws Exception {
        BuildInfo written = BuildInfo.of(entries());
        Path file = folder.resolve("x.buildinfo");
        Files.writeString(file, written.toText(), StandardCharsets.US_ASCII);
        BuildInfo read = BuildInfo.read(file);
        assertThat(read).isEqualTo(written);
        assertThat(read.toText()).isEqualTo(written.toText());
        assertThat(read.entries()).containsEntry("name", "Zürich: \\CPython = 3.13");
        assertThat(read.outputTimestamp()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(read.versions()).containsEntry("bdb", "5.3.28").containsEntry("openssl", "3.5.7");
        assertThat(read.contents()).containsExactly("runtime", "full");
        assertThat(read.flavour()).isEmpty();
        assertThat(read.ownCatalogFiles()).isEmpty();
        assertThat(read.options()).containsOnlyKeys("profile");
        assertThat(read.policy().allowed()).contains("EPL-2.0", "MIT");
        assertThat(read.policy().exceptions()).singleElement().satisfies(e -> assertThat(e.reason())
                .isEqualTo(" internal, not distributed"));
        assertThat(read.outputs())
                .containsExactly(
                        new BuildInfo.Output("cpython-3.13-3.13.5-1-linux-x86_64.tar.zst", 16_300_000, SHA512));
    }

    @Test
    @DisplayName("differences are named by key; inputs can be compared without outputs")
    void differences() {
        BuildInfo mine = BuildInfo.of(entries());
        BuildInfo theirs = with("outputs.0.length", "1");
        assertThat(mine.differences(mine)).isEmpty();
        assertThat(mine.inputDifferences(theirs)).isEmpty();
        assertThat(mine.differences(theirs))
                .containsExactly(new BuildInfo.Difference("outputs.0.length", "16300000", "1"));
        assertThat(mine.inputDifferences(with("python-dist.option.more", "yes")))
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.describe()).isEqualTo("python-dist.option.more: (absent) / yes"));
    }

    @Test
    @DisplayName("a file that does not say enough, or is something else, is refused with its name")
    void refusals(@TempDir Path folder) {
        assertThatThrownBy(() -> BuildInfo.parse(without("python-dist.catalog.sha256"), "here"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("here")
                .hasMessageContaining("missing: python-dist.catalog.sha256");
        assertThatThrownBy(() -> BuildInfo.parse("<html>not found</html>", "there"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("buildinfo.version is missing");
        assertThatThrownBy(() -> BuildInfo.parse("a=1\na=2\n", "twice"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("the key a is there twice");
        assertThatThrownBy(() -> BuildInfo.parse("a=\\u12", "cut"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("no properties file");
        assertThatThrownBy(
                        () -> BuildInfo.parse(with("outputs.0.length", "many").toText(), "x"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("outputs.0.length is not a number of bytes: 'many'");
        assertThatThrownBy(() -> BuildInfo.parse(
                        with("outputs.0.checksums.sha512", "abc").toText(), "x"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("128 lower-case");
        assertThatThrownBy(() -> BuildInfo.parse(
                        with("python-dist.output-timestamp", "yesterday").toText(), "x"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("yesterday");
        assertThatThrownBy(() -> BuildInfo.read(folder.resolve("none.buildinfo")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("none.buildinfo");
    }

    @ParameterizedTest
    @CsvSource({
        "group-id, ../../org",
        "artifact-id, ../evil",
        "version, 1/2",
        "python-dist.series, ../3.13",
        "python-dist.target, ''",
        "python-dist.flavour, ../../../tmp",
        "outputs.0.filename, cpython-3.13-3.13.5-1-x/../../../evil.tar.zst",
        "outputs.0.filename, 'cpython-3.13-3.13.5-1-x.tar.zst\n[INFO] reproduced'",
    })
    @DisplayName("names that would be places elsewhere are refused, whoever wrote them")
    void hostileNames(String key, String value) {
        assertThatThrownBy(() ->
                        BuildInfo.parse(with(key, value.replace("\\n", "\n")).toText(), "x"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(key + " is not made of letters");
    }

    @Test
    @DisplayName("outputs that a gap would hide are not passed over")
    void gap() {
        Map<String, String> entries = entries();
        entries.put("outputs.2.filename", "cpython-3.13-3.13.5-1-linux-x86_64-full.tar.zst");
        assertThatThrownBy(() -> BuildInfo.parse(BuildInfo.of(entries).toText(), "x"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("outputs. are not numbered from 0 on: 2 are named");
    }

    @Test
    @DisplayName("a file of any size is not read into memory")
    void tooLarge(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.buildinfo");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(5L << 30);
        }
        assertThatThrownBy(() -> BuildInfo.read(file))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("too large");
    }
}
