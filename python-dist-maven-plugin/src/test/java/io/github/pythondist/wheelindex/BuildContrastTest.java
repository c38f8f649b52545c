package io.github.pythondist.wheelindex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What differs between two builds of a wheel")
final class BuildContrastTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Digest wheel;
    private Path now;

    @BeforeEach
    void build() throws IOException {
        ReproducedWheel made = new MadeWheel("spam-1.0-py3-none-any.whl").in(directory);
        wheel = made.sha256();
        now = new WheelArtifacts()
                .of("org.example", List.of(made), MadeWheel.PLUGIN, directory.resolve("described"))
                .get(0)
                .file();
    }

    @Test
    @DisplayName("is told of everything that goes into one, by its version or else by its digest")
    void differences() throws IOException {
        assertThat(contrast(info -> {
                    ObjectNode required = (ObjectNode) info.at("/requires/0");
                    required.put("version", "77.0.3").put("sha256", "0".repeat(64));
                    ((ObjectNode) info.get("interpreter")).put("version", "3.13.4-1");
                    ((ObjectNode) info.get("sdist")).put("sha256", "0123456789abcdef".repeat(4));
                    ((ObjectNode) info.get("variables")).remove("PYYAML_FORCE_CYTHON");
                    ((ObjectNode) info.get("settings")).put("--debug", "yes");
                    info.withArray("patches")
                            .addObject()
                            .put("file", "sorted.patch")
                            .put("sha256", "f".repeat(64));
                    info.withArray("requires").addObject().put("name", "wheel").put("version", "0.45.1");
                    info.put("environment", "e".repeat(64));
                    info.put("sourceDateEpoch", 0);
                    ((ObjectNode) info.get("plugin")).put("version", "0.0.9");
                }))
                .containsExactly(
                        "sdist spam-1.0.tar.gz, SHA-256 0123456789ab -> "
                                + Digest.ofText("sdist of spam").hex().substring(0, 12),
                        "interpreter cpython-3.13 3.13.4-1 linux-x86_64 -> cpython-3.13 3.13.5-1 linux-x86_64",
                        "build requirement setuptools 77.0.3 -> 80.9.0",
                        "build requirement wheel 0.45.1 -> none",
                        "patch sorted.patch ffffffffffff -> none",
                        "setting --debug yes -> none",
                        "environment eeeeeeeeeeee -> namespaces "
                                + Digest.ofText("environment").hex().charAt(0),
                        "timestamp 1970-01-01T00:00:00Z -> 2023-11-14T22:13:20Z",
                        "plugin 0.0.9 -> 0.1.0",
                        "variable PYYAML_FORCE_CYTHON none -> 0");
    }

    @Test
    @DisplayName("may be nothing that is known")
    void same() throws IOException {
        assertThat(contrast(info -> info.remove("axes")))
                .containsExactly("both builds took the same, by their build information");
    }

    @Test
    @DisplayName("is not told by what is of another wheel, of another format, or none at all")
    void unusable() throws IOException {
        assertThat(contrast(info -> ((ObjectNode) info.get("wheel")).put("sha256", "0".repeat(64))))
                .containsExactly("its build information is of another wheel than the one that is there");
        assertThat(contrast(info -> info.put("schema", 2))).containsExactly("its build information cannot be read");
        for (String text : List.of("", "[]", "{", "null", "\u0000")) {
            Path before = directory.resolve("before.json");
            Files.writeString(before, text);
            assertThat(BuildContrast.of(before, wheel, now)).containsExactly("its build information cannot be read");
        }
    }

    @Test
    @DisplayName("is told in short lines of visible characters, and not in too many, whatever a repository says")
    void hostile() throws IOException {
        assertThat(contrast(info -> {
                    ((ObjectNode) info.get("plugin")).put("version", "\u001b[31m\n\u202e" + "9".repeat(1000));
                    info.put("sourceDateEpoch", Long.MAX_VALUE);
                    for (int i = 0; i < 1000; i++) {
                        info.withArray("requires").addObject().put("name", "a\n" + i);
                    }
                }))
                .hasSize(21)
                .endsWith("and 982 more")
                .allMatch(line -> line.length() < 300 && line.chars().noneMatch(Character::isISOControl));
        assertThat(contrast(info -> {
                    ((ObjectNode) info.get("plugin")).put("version", "\u001b[31m\n\u202e" + "9".repeat(1000));
                    info.put("sourceDateEpoch", Long.MAX_VALUE);
                }))
                .containsExactly(
                        "timestamp 9223372036854775807 -> 2023-11-14T22:13:20Z",
                        "plugin ?[31m??" + "9".repeat(73) + "... -> 0.1.0");
    }

    /** Of build information that was another one, and that of the wheel. */
    private List<String> contrast(Consumer<ObjectNode> change) throws IOException {
        ObjectNode info = (ObjectNode) JSON.readTree(Files.readString(now));
        change.accept(info);
        Path before = directory.resolve("before.json");
        Files.writeString(before, info.toString());
        return BuildContrast.of(before, wheel, now);
    }
}
