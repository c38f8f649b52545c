package io.github.pythondist.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestListTest {

    private static final Coordinates ONE =
            new Coordinates("org.example", "cpython-3.13", "3.13.5-1", "tar.zst", "linux-x86_64");
    private static final Coordinates TWO =
            new Coordinates("org.example", "cpython-3.11", "3.11.2-1", "tar.zst", "linux-x86_64");
    private static final Digest DIGEST = Digest.ofText("one");

    @TempDir
    Path directory;

    @Test
    void isWhatSha256sumChecks() throws Exception {
        Path repository = directory.resolve("repository");
        for (Coordinates each : new Coordinates[] {ONE, TWO}) {
            Path file = repository.resolve(each.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, each.classifier());
        }
        DigestList list = DigestList.of(
                Map.of(ONE, Digest.of(repository.resolve(ONE.path())), TWO, Digest.of(repository.resolve(TWO.path()))));
        Path file = Files.writeString(directory.resolve("list"), list.text());

        Process check = new ProcessBuilder("sha256sum", "--check", "--strict", file.toString())
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(check.inputReader().lines().toList()).containsExactly(TWO.path() + ": OK", ONE.path() + ": OK");
        assertThat(check.waitFor()).isZero();
        assertThat(DigestList.read(file)).isEqualTo(list);
    }

    @Test
    void knowsWhatItLists() throws IOException {
        Path file = Files.writeString(directory.resolve("list"), DIGEST + " *" + ONE.path() + "\n\n");

        assertThat(DigestList.read(file).of(ONE)).contains(DIGEST);
        assertThat(DigestList.read(file).of(TWO)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>not found</html>",
                "abc  org/example/file",
                "DIGEST file-without-directory",
                "DIGEST org/example/file",
                "DIGEST  org/example/a b",
                "DIGEST  /etc/passwd",
                "DIGEST  a/b\nda39a3ee5e6b4b0d3255bfef95601890afd80709da39a3ee5e6b4b0d3255bfef  a/b",
            })
    void isReadWholeOrNotAtAll(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("list"), text.replace("DIGEST", DIGEST.hex()));

        assertThatThrownBy(() -> DigestList.read(file))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("is no list of digests")
                .hasMessageContaining("->");
    }

    @Test
    void saysThatItIsMissing() {
        assertThatThrownBy(() -> DigestList.read(directory.resolve("missing")))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("There is no list of digests");
    }
}
