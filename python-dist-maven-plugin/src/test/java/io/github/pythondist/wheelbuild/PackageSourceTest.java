package io.github.pythondist.wheelbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a backend sees of a project")
final class PackageSourceTest {

    @TempDir
    Path directory;

    private Path project;

    @BeforeEach
    void makeProject() throws IOException {
        project = directory.resolve("project");
        write("pyproject.toml");
        write("package/__init__.py");
        write("package/fast.c");
        write("package/faster.pyx");
        write("package/target/data.txt");
        write("package/__pycache__/__init__.cpython-313.pyc");
        write("target/old.whl");
        write(".git/HEAD");
        write(".venv/pyvenv.cfg");
        write(".venv/lib/evil.c");
        Files.setPosixFilePermissions(write("configure"), PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(project.resolve("README"), Path.of("pyproject.toml"));
    }

    @Test
    @DisplayName("is what is a source, with the same times and modes every time")
    void copies() throws IOException {
        Path copy = directory.resolve("copy");

        source().copy(copy, 1_767_225_600L);

        assertThat(Trees.list(copy).stream().filter(path -> !Files.isDirectory(path)))
                .map(path -> Trees.unixPath(copy.relativize(path)))
                .containsExactly(
                        "README",
                        "configure",
                        "package/__init__.py",
                        "package/fast.c",
                        "package/faster.pyx",
                        "package/target/data.txt",
                        "pyproject.toml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("configure"))))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("package/fast.c"))))
                .isEqualTo("rw-r--r--");
        assertThat(Files.getLastModifiedTime(copy.resolve("package/fast.c")))
                .isEqualTo(FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(Files.readSymbolicLink(copy.resolve("README"))).isEqualTo(Path.of("pyproject.toml"));
    }

    @Test
    @DisplayName("needs a compiler or not")
    void compiled() throws IOException {
        assertThat(source().compiled()).isEqualTo(List.of("package/fast.c", "package/faster.pyx"));
    }

    @Test
    @DisplayName("is another one when a content, a name or a mode changes, not when a time does")
    void digests() throws IOException {
        var before = source().digest();
        Files.setLastModifiedTime(project.resolve("pyproject.toml"), FileTime.fromMillis(0));
        write("target/new.whl");
        assertThat(source().digest()).isEqualTo(before);

        Files.setPosixFilePermissions(project.resolve("configure"), PosixFilePermissions.fromString("rw-------"));
        var plain = source().digest();
        assertThat(plain).isNotEqualTo(before);
        Files.writeString(project.resolve("package/fast.c"), "int x;\n");
        var changed = source().digest();
        assertThat(changed).isNotEqualTo(plain);
        Files.move(project.resolve("package/fast.c"), project.resolve("package/slow.c"));
        assertThat(source().digest()).isNotEqualTo(changed);
    }

    @Test
    @DisplayName("has no link that leads out of it")
    void links() throws IOException {
        Files.createSymbolicLink(project.resolve("passwords"), Path.of("/etc/passwd"));

        assertThatThrownBy(() -> source().copy(directory.resolve("copy"), 0))
                .hasMessageContaining("passwords")
                .hasMessageContaining("copy into it what the link leads to");
    }

    private PackageSource source() throws IOException {
        return PackageSource.of(project, project.resolve("target"));
    }

    private Path write(String path) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, path);
    }
}
