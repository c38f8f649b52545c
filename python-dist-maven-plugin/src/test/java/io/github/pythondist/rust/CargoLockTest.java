package io.github.pythondist.rust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The Cargo.lock of an sdist")
final class CargoLockTest {

    private static final Digest LIBC = Digest.ofText("libc");
    private static final String REGISTRY = "registry+https://github.com/rust-lang/crates.io-index";

    @TempDir
    Path directory;

    private Path sdist(Map<String, String> files) throws IOException {
        Path file = directory.resolve("a-1.0.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static String crate(String name, String version, String source, String checksum) {
        return "[[package]]\nname = \"" + name + "\"\nversion = \"" + version + "\"\nsource = \"" + source
                + "\"\nchecksum = \"" + checksum + "\"\n";
    }

    @Test
    @DisplayName("names crates with their digests, sorted; the sdist's own are none")
    void namesCrates() throws IOException {
        String text = "version = 4\n"
                + "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\"libc\"]\n"
                + crate("libc", "0.2.189", REGISTRY, LIBC.hex())
                + crate("asn1_derive", "1.0.0-rc.1+x.2", "sparse+https://index.crates.io/", LIBC.hex());
        assertThat(CargoLock.of(sdist(Map.of("a-1.0/Cargo.lock", text, "a-1.0/tests/Cargo.lock", "]["))))
                .containsExactly(new Crate("asn1_derive", "1.0.0-rc.1+x.2", LIBC), new Crate("libc", "0.2.189", LIBC));
    }

    @Test
    @DisplayName("may be in a directory; of several at the same depth all count")
    void nearestToTheTop() throws IOException {
        assertThat(CargoLock.of(sdist(Map.of(
                        "a-1.0/x/Cargo.lock", crate("libc", "0.2.189", REGISTRY, LIBC.hex()),
                        "a-1.0/y/Cargo.lock", crate("cc", "1.4.0", REGISTRY, LIBC.hex()),
                        "a-1.0/x/y/Cargo.lock", crate("syn", "2.0.0", REGISTRY, LIBC.hex())))))
                .extracting(Crate::name)
                .containsExactly("cc", "libc");
    }

    @Test
    @DisplayName("where there is none, or it is none, that is said")
    void missingOrDamaged() throws IOException {
        Path none = sdist(Map.of("a-1.0/Cargo.toml", ""));
        assertThatThrownBy(() -> CargoLock.of(none))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("a-1.0.zip has no Cargo.lock");
        Path damaged = sdist(Map.of("a-1.0/Cargo.lock", "]["));
        assertThatThrownBy(() -> CargoLock.of(damaged))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("a-1.0/Cargo.lock is not TOML");
    }

    @ParameterizedTest
    @CsvSource({
        "libc, 1.0.0, git+https://example.org/libc#0123, from a git repository",
        "libc, 1.0.0, registry+https://crates.example.org/index, from another registry",
        "../libc, 1.0.0, " + REGISTRY + ", does not pin the crate ../libc",
        "libc, ../1.0.0, " + REGISTRY + ", does not pin the crate libc ../1.0.0",
        "libc, 1.0.0/.., " + REGISTRY + ", does not pin the crate libc 1.0.0/..",
    })
    @DisplayName("what is of another origin, or no crate, is refused")
    void otherOrigins(String name, String version, String source, String problem) throws IOException {
        Path sdist = sdist(Map.of("a-1.0/Cargo.lock", crate(name, version, source, LIBC.hex())));
        assertThatThrownBy(() -> CargoLock.of(sdist))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(problem);
    }

    @Test
    @DisplayName("a crate without a digest is refused")
    void withoutDigest() throws IOException {
        Path sdist = sdist(Map.of("a-1.0/Cargo.lock", crate("libc", "1.0.0", REGISTRY, "")));
        assertThatThrownBy(() -> CargoLock.of(sdist))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("does not pin the crate libc 1.0.0");
    }
}
