package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementsTest {

    private static final String PROJECT = """
            [project]
            name = "app"
            version = "1.0"
            dependencies = ["requests>=2", "six"]
            [project.optional-dependencies]
            test = ["pytest"]
            """;

    @TempDir
    Path directory;

    @Test
    void commentsAndLineEndsDoNotMakeALockStale() throws IOException {
        Digest plain = digest("six==1.17.0\nidna\n");

        assertThat(digest("# why\r\nsix==1.17.0  \r\n\r\n   # x\r\nidna")).isEqualTo(plain);
        assertThat(digest("idna\nsix==1.17.0\n")).isNotEqualTo(plain);
        assertThat(digest("six==1.16.0\nidna\n")).isNotEqualTo(plain);
    }

    @Test
    void ofAProjectOnlyItsDependenciesCount() throws IOException {
        Digest plain = project(PROJECT);

        assertThat(project(PROJECT.replace("1.0", "2.0"))).isEqualTo(plain);
        assertThat(project(PROJECT.replace("pytest", "nose"))).isEqualTo(plain);
        assertThat(project(PROJECT, "test")).isNotEqualTo(plain);
        assertThat(project(PROJECT.replace("six", "idna"))).isNotEqualTo(plain);
    }

    @Test
    void aProjectBecomesLinesOfPip() throws IOException {
        Path file = Files.writeString(directory.resolve("pyproject.toml"), PROJECT);

        assertThat(new Requirements(file, List.of("test")).toText()).isEqualTo("requests>=2\nsix\npytest\n");
        assertThatThrownBy(() -> new Requirements(file, List.of("docs")).toText())
                .hasMessageContaining("no optional dependencies named docs");
        Files.writeString(file, PROJECT.replace("six", "--index-url=https://evil.example.org"));
        assertThatThrownBy(() -> new Requirements(file, List.of()).toText())
                .hasMessageContaining("a dependency that is none");
    }

    @Test
    void whatBuildingRequiresIsAnotherTable() throws IOException {
        Path file = Files.writeString(
                directory.resolve("pyproject.toml"), PROJECT + "[build-system]\nrequires = ['flit_core >= 3']\n");
        Requirements build = Requirements.ofBuild(file);
        assertThat(build.lines()).containsExactly("flit_core >= 3");
        assertThat(build.digest(file)).isNotEqualTo(new Requirements(file, List.of()).digest(file));

        // PEP 517: a project that does not name its backend is one of setuptools.
        Files.writeString(file, PROJECT);
        assertThat(build.lines()).containsExactly("setuptools>=40.8.0");
    }

    @Test
    void aProjectIsAskedForRequirementsFirst() throws IOException {
        assertThat(Requirements.ofProject(directory, List.of())).isEmpty();
        Path project = Files.writeString(directory.resolve("pyproject.toml"), PROJECT);
        assertThat(Requirements.ofProject(directory, List.of()).map(Requirements::file))
                .isEqualTo(Optional.of(project));
        Path file = Files.writeString(directory.resolve("requirements.txt"), "");
        assertThat(Requirements.ofProject(directory, List.of()).map(Requirements::file))
                .isEqualTo(Optional.of(file));
    }

    private Digest digest(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("requirements.txt"), text);
        return new Requirements(file, List.of()).digest(file);
    }

    private Digest project(String text, String... extras) throws IOException {
        Path file = Files.writeString(directory.resolve("pyproject.toml"), text);
        return new Requirements(file, List.of(extras)).digest(file);
    }
}
