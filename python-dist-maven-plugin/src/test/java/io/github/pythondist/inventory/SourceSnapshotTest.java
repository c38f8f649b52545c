package io.github.pythondist.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A CPython source")
final class SourceSnapshotTest {

    @TempDir
    Path source;

    @ParameterizedTest
    @CsvSource({"3.13.5, 3.13.5", "3.9.2+, 3.9.2", "3.15.0rc1, 3.15.0rc1", "3.15.0a2+, 3.15.0a2", "3.14.0b4, 3.14.0b4"})
    @DisplayName("says its version")
    void version(String defined, String version) throws IOException {
        define(defined);

        assertThat(SourceSnapshot.read(source, path -> false).version()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.13.5/../../../evil", "3", "3.13.5-x", "3.13.5 ", ".."})
    @DisplayName("with a version of another form is refused: names of files are made of it")
    void otherForms(String defined) throws IOException {
        define(defined);

        assertThatThrownBy(() -> SourceSnapshot.read(source, path -> false))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("is not a CPython source")
                .hasMessageContaining("PY_VERSION");
    }

    private void define(String version) throws IOException {
        Path file = source.resolve("Include/patchlevel.h");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#define PY_VERSION              \"" + version + "\"\n");
    }
}
