package io.github.pythondist.wheelbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.elf.ElfFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The platform tag of a wheel follows from its binaries")
final class NativeCodeTest {

    private static final List<String> FLOOR = List.of("manylinux_2_17_x86_64", "manylinux2014_x86_64");

    @TempDir
    Path directory;

    @Test
    @DisplayName("without binaries there is nothing to say, and no target is asked for")
    void pure() throws IOException {
        Path wheel = wheel(Map.of("module.py", "x = 1\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(NativeCode.of(
                        wheel,
                        () -> {
                            throw new AssertionError("not needed");
                        },
                        List.of()))
                .isEqualTo(new NativeCode(List.of(), List.of()));
    }

    @Test
    @DisplayName("symbols up to the floor: the floor's tags")
    void floor() throws IOException {
        assertThat(judge("libgood.so")).isEqualTo(new NativeCode(FLOOR, List.of()));
    }

    @Test
    @DisplayName("a newer symbol: the tag of that version")
    void newer() throws IOException {
        // The floor of this target is 2.4; the library asks for 2.17.
        Target old = target("libc-floor: \"2.17\"", "libc-floor: \"2.4\"");

        assertThat(NativeCode.of(
                        wheel(Map.of("a.so", ElfFixture.bytes("libgood.so"))), () -> Optional.of(old), List.of()))
                .isEqualTo(new NativeCode(List.of("manylinux_2_17_x86_64"), List.of()));
    }

    @Test
    @DisplayName("a symbol that no release promises: this machine's tag, with the reason")
    void unordered() throws IOException {
        NativeCode code = judge("libnew.so");

        assertThat(code.platforms()).containsExactly("linux_x86_64");
        assertThat(code.doubts()).singleElement().asString().contains("libnew.so needs GLIBC_PRIVATE of libc.so.6");
    }

    @Test
    @DisplayName("a library that not every system has, a path that only this one has")
    void libraries() throws IOException {
        NativeCode code = judge("libbad.so");

        assertThat(code.platforms()).containsExactly("linux_x86_64");
        assertThat(code.doubts())
                .contains("libbad.so needs the library libevil.so.1", "libbad.so looks for libraries in /opt/evil/lib");
    }

    @Test
    @DisplayName("a library that the wheel brings along is no obstacle")
    void inside() throws IOException {
        Path alone = wheel(Map.of("m.so", ElfFixture.bytes("readline.so")));
        Path together = wheel(Map.of(
                "m.so", ElfFixture.bytes("readline.so"),
                "m.libs/libreadline.so.8", ElfFixture.bytes("libreadline.so.8")));

        assertThat(NativeCode.of(alone, () -> Optional.of(target()), List.of()).doubts())
                .anyMatch(doubt -> doubt.contains("libreadline.so.8"));
        assertThat(NativeCode.of(together, () -> Optional.of(target()), List.of())
                        .doubts())
                .noneMatch(doubt -> doubt.contains("libreadline.so.8"));
    }

    @Test
    @DisplayName("code for another processor is refused")
    void otherProcessor() {
        assertThatThrownBy(() -> judge("aarch64.so"))
                .hasMessageContaining("another processor")
                .hasMessageContaining("aarch64.so is for aarch64, the interpreter for x86_64");
    }

    @Test
    @DisplayName("a file that names a directory of its build is told of")
    void places() throws IOException {
        Path wheel = wheel(Map.of(
                "config.py",
                "SRC = '/build/src/x'\n".getBytes(StandardCharsets.UTF_8),
                "fine.py",
                "/build".getBytes(StandardCharsets.UTF_8)));

        assertThat(NativeCode.of(wheel, Optional::empty, List.of("/build/src")).doubts())
                .containsExactly("config.py names a directory of its build: /build/src");
    }

    private NativeCode judge(String fixture) throws IOException {
        Path wheel = wheel(Map.of(fixture, ElfFixture.bytes(fixture)));
        return NativeCode.of(wheel, () -> Optional.of(target()), List.of());
    }

    private Target target(String... change) {
        Path additions = directory.resolve("additions");
        try {
            if (change.length > 0) {
                Path file =
                        Files.createDirectories(additions.resolve("targets")).resolve("linux-x86_64.yaml");
                try (var own = NativeCodeTest.class.getResourceAsStream("/catalog/targets/linux-x86_64.yaml")) {
                    String text = new String(own.readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(text).contains(change[0]);
                    Files.writeString(file, text.replace(change[0], change[1]));
                }
            }
            return new CatalogStore(directory.resolve("catalogs"))
                    .open(change.length > 0 ? Optional.of(additions) : Optional.empty())
                    .target("linux-x86_64");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path wheel(Map<String, byte[]> files) throws IOException {
        Path wheel = Files.createTempFile(directory, "x", ".whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return wheel;
    }
}
