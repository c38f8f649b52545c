package io.github.pythondist.wheelbuild;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
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

@DisplayName("A wheel before it is taken")
final class FinishedWheelTest {

    private static final String TAGS = "py3-none-any";

    @TempDir
    Path directory;

    @Test
    @DisplayName("has no more in it than a build may write, whatever it is packed to")
    void size() throws IOException {
        Path wheel = wheel("a-1.0-py3-none-any.whl", "a-1.0.dist-info/METADATA", "0".repeat(3 << 20));

        assertThatCode(() -> FinishedWheel.requireSize(wheel, 3 << 20)).doesNotThrowAnyException();
        assertThatThrownBy(() -> FinishedWheel.requireSize(wheel, 2 << 20))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("more than 2 MiB")
                .hasMessageContaining("METADATA");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0,1.0",
        "2024.07.04,2024.7.4",
        "1.0-Beta.1,1.0b1",
        "v1.0.0,1",
        "1.0-preview2,1.0rc2",
        "1.0-rev3,1.0.post3"
    })
    @DisplayName("has the sdist's version, as PEP 440 compares them")
    void sameVersion(String told, String version) throws IOException {
        Path wheel = wheel("a-1.0-py3-none-any.whl", "a-1.0.dist-info/METADATA", "Name: A\nVersion: " + told + "\n");

        assertThatCode(() -> FinishedWheel.requireProper(wheel, TAGS::equals, "a", version))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "b,1.0,py3-none-any",
        "a,1.01,py3-none-any",
        "a,10,py3-none-any",
        "a,1.0b0,py3-none-any",
        "a,1.0,cp27-cp27m-win32"
    })
    @DisplayName("is not of another package or version, nor for another interpreter")
    void others(String name, String version, String tags) throws IOException {
        Path wheel = wheel(
                "a-1.0-" + tags + ".whl", "a-1.0.dist-info/METADATA", "Name: " + name + "\nVersion: " + version + "\n");

        assertThatThrownBy(() -> FinishedWheel.requireProper(wheel, TAGS::equals, "a", "1.0"))
                .isInstanceOf(BuildFailure.class);
    }

    private Path wheel(String name, String path, String content) throws IOException {
        Path wheel = directory.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            zip.putNextEntry(new ZipEntry(path));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return wheel;
    }
}
