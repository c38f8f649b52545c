package io.github.pythondist.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.report.RecordedProgress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonInstallationTest {

    @TempDir
    Path directory;

    private InterpreterHome interpreter;
    private Path environment;
    private final RecordedProgress progress = new RecordedProgress();

    @BeforeEach
    void unpack() throws IOException {
        Path archive = new FakeDistribution(directory.resolve("tree"))
                .file("bin/pip3", "#!/bin/sh\n", true)
                .write(directory.resolve("dist.tar.gz"));
        interpreter = new InterpreterStore(directory.resolve("store")).unpack(UnpackRequest.of(archive), Progress.NONE);
        environment = directory.resolve("env");
    }

    @AfterEach
    void openUp() throws IOException {
        Trees.delete(directory.resolve("store"));
    }

    @Test
    void isTheInterpreterWhereThereIsNoEnvironment() {
        PythonInstallation python = PythonInstallation.of(interpreter, environment, progress);

        assertThat(python.executable()).isEqualTo(interpreter.executable());
        assertThat(python.command("pip3")).isEqualTo(interpreter.home().resolve("bin/pip3"));
        assertThat(python.variables()).containsOnlyKeys("PATH");
        assertThat(python.variables().get("PATH")).startsWith(interpreter.home().resolve("bin") + File.pathSeparator);
        assertThatThrownBy(() -> python.command("black"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("There is no program black")
                .hasMessageContaining("pip3, python3, python3.13")
                .hasMessageContaining("install-wheels");
        assertThatThrownBy(() -> python.command("../sh")).hasMessageContaining("is no name of a program");
    }

    @Test
    void isTheEnvironmentWhereThereIsOne() throws IOException {
        // Made by a link to the interpreter, as target/python is one.
        Path link = Files.createSymbolicLink(directory.resolve("python"), interpreter.home());
        makeEnvironment(link.resolve("bin"));

        PythonInstallation python = PythonInstallation.of(interpreter, environment, progress);

        assertThat(python.executable()).isEqualTo(environment.resolve("bin/python"));
        assertThat(python.command("black")).isEqualTo(environment.resolve("bin/black"));
        assertThat(python.command("pip3")).isEqualTo(interpreter.home().resolve("bin/pip3"));
        assertThat(python.variables())
                .containsEntry("VIRTUAL_ENV", environment.toString())
                .hasEntrySatisfying("PATH", path -> assertThat(path)
                        .startsWith(environment.resolve("bin")
                                + File.pathSeparator
                                + interpreter.home().resolve("bin")));
        assertThat(progress.warnings()).isEmpty();
    }

    @Test
    void doesNotMixInterpreters() throws IOException {
        makeEnvironment(Path.of("/usr/bin"));

        PythonInstallation python = PythonInstallation.of(interpreter, environment, progress);

        assertThat(python.executable()).isEqualTo(interpreter.executable());
        assertThat(progress.warnings())
                .singleElement()
                .asString()
                .contains("was made with another interpreter (/usr/bin)")
                .contains(environment.toString());
    }

    private void makeEnvironment(Path home) throws IOException {
        Files.createDirectories(environment.resolve("bin"));
        Files.writeString(
                environment.resolve("pyvenv.cfg"), "include-system-site-packages = false\nhome = " + home + "\n");
        for (String program : List.of("python", "black")) {
            Files.setPosixFilePermissions(
                    Files.writeString(environment.resolve("bin").resolve(program), "#!/bin/sh\n"),
                    PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
