package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A wheel gets the name that its content says")
final class NamedWheelTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("whatever a Maven repository calls it")
    void renamed() throws IOException {
        Path artifact = wheel(
                "my-python-package-1.0-SNAPSHOT-cp313.whl",
                "My_Package-1.0.dev0.dist-info/WHEEL",
                "Tag: cp313-cp313-manylinux_2_17_x86_64\nTag: cp313-cp313-manylinux2014_x86_64\n");

        NamedWheel wheel = NamedWheel.of(artifact, directory.resolve("given"));

        assertThat(wheel.name()).isEqualTo("my-package");
        assertThat(wheel.file().getFileName())
                .hasToString("My_Package-1.0.dev0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl");
        assertThat(wheel.file()).hasSameBinaryContentAs(artifact);
    }

    @Test
    @DisplayName("and stays where it is if it has that name")
    void kept() throws IOException {
        Path file = wheel(
                "six-1.16-py2.py3-none-any.whl", "six-1.16.dist-info/WHEEL", "Tag: py2-none-any\nTag: py3-none-any\n");

        assertThat(NamedWheel.of(file, directory.resolve("given"))).isEqualTo(new NamedWheel("six", file));
    }

    @Test
    @DisplayName("another zip is none")
    void refused() throws IOException {
        Path jar = wheel("a.whl", "META-INF/MANIFEST.MF", "x");

        assertThatThrownBy(() -> NamedWheel.of(jar, directory)).hasMessageContaining("is no wheel");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @DisplayName("nor is one whose name or tag would become a path or another line of requirements")
    @CsvSource({
        "six-1.16.dist-info/WHEEL, Tag: py3/../../../escaped-none-any",
        "'six\n_r other-1.16.dist-info/WHEEL', Tag: py3-none-any",
        "six @ x-1.16.dist-info/WHEEL, Tag: py3-none-any"
    })
    void refusedForItsName(String path, String tag) throws IOException {
        Path given = directory.resolve("given");
        Path file = wheel("six.whl", path, tag + "\n");

        assertThatThrownBy(() -> NamedWheel.of(file, given)).hasMessageContaining("is no wheel");

        assertThat(given).doesNotExist();
        assertThat(directory).isDirectoryNotContaining("glob:**escaped*");
    }

    private Path wheel(String name, String path, String text) throws IOException {
        Path file = directory.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(path));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return file;
    }
}
