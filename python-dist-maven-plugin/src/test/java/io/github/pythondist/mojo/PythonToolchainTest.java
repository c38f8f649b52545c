package io.github.pythondist.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.maven.toolchain.MisconfiguredToolchainException;
import org.apache.maven.toolchain.model.ToolchainModel;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A toolchain of type python")
final class PythonToolchainTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "3.13.5; true",
                "3.13; true",
                "3; true",
                "[3.11,3.14); true",
                "[3.14,); false",
                "3.1; false",
                "3.13.50; false",
                "3.11; false"
            })
    @DisplayName("provides a version, its first numbers, and ranges it is in")
    void providesVersions(String required, boolean expected) throws Exception {
        assertThat(python(Map.of("version", "3.13.5")).matchesRequirements(Map.of("version", required)))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("provides all else exactly, and nothing that it does not name")
    void providesExactly() throws Exception {
        PythonToolchain toolchain = python(Map.of("version", "3.13.5", "vendor", "debian"));
        assertThat(toolchain.matchesRequirements(Map.of())).isTrue();
        assertThat(toolchain.matchesRequirements(Map.of("vendor", "debian", "version", "3.13")))
                .isTrue();
        assertThat(toolchain.matchesRequirements(Map.of("vendor", "deb"))).isFalse();
        assertThat(toolchain.matchesRequirements(Map.of("id", "debian"))).isFalse();
    }

    @Test
    @DisplayName("finds the interpreter by each of its names, and programs beside it")
    void findsTools() throws Exception {
        PythonToolchain toolchain = python(Map.of());
        program("bin/pip3");
        String python = home.resolve("bin/python3").toString();
        assertThat(toolchain.findTool("python")).isEqualTo(python);
        assertThat(toolchain.findTool("python3")).isEqualTo(python);
        assertThat(toolchain.findTool("pip3"))
                .isEqualTo(home.resolve("bin/pip3").toString());
        assertThat(toolchain.findTool("black")).isNull();
    }

    @Test
    @DisplayName("is the same again when it is made of its model")
    void isMadeOfItsModel() throws Exception {
        PythonToolchain toolchain = python(Map.of("version", "3.13.5"));
        PythonToolchain again = PythonToolchain.of(toolchain.getModel());
        assertThat(again.executable()).isEqualTo(toolchain.executable());
        assertThat(again).hasToString(home + " {version=3.13.5}");
    }

    @Test
    @DisplayName("is refused without an interpreter")
    void isRefusedWithoutInterpreter() {
        assertThatThrownBy(() -> PythonToolchain.of(PythonToolchain.model(home, Map.of())))
                .isInstanceOf(MisconfiguredToolchainException.class)
                .hasMessageContaining("bin/python3")
                .hasMessageContaining(home.toString());
        ToolchainModel without = PythonToolchain.model(home, Map.of());
        without.setConfiguration(new Xpp3Dom("configuration"));
        assertThatThrownBy(() -> PythonToolchain.of(without))
                .isInstanceOf(MisconfiguredToolchainException.class)
                .hasMessageContaining("<pythonHome>");
    }

    private PythonToolchain python(Map<String, String> provides) throws Exception {
        program("bin/python3");
        return PythonToolchain.of(PythonToolchain.model(home, provides));
    }

    private void program(String name) throws IOException {
        Path program = home.resolve(name);
        Files.createDirectories(program.getParent());
        Files.createFile(program, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
}
