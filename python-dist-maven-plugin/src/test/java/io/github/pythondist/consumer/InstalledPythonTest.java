package io.github.pythondist.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts play Python; that a real one answers is shown by the story {@code toolchain}. */
@DisplayName("An interpreter that was installed by other means")
final class InstalledPythonTest {

    private static final String ANSWER = """
            implementation=cpython
            version=3.12.4
            build=3.12.4 (main, Jan 1 2026) [GCC 13]
            executable=/opt/python/bin/python3.12
            prefix=/opt/python
            abi=cp312
            pip=/opt/python/lib/python3.12/dist-packages
            """;

    @TempDir
    Path directory;

    private final InstalledPython installed = new InstalledPython(new PythonRunner());

    @Test
    @DisplayName("is known by what it says")
    void isKnownByWhatItSays() throws IOException {
        Path executable = answering(ANSWER);
        InterpreterHome home = ask(executable);
        assertThat(home.executable()).isEqualTo(executable);
        assertThat(home.home()).isEqualTo(Path.of("/opt/python"));
        assertThat(home.pythonVersion()).isEqualTo("3.12.4");
        assertThat(home.platform()).isEqualTo(HostPlatform.detect().classifier());
        assertThat(home.description().abiTag()).isEqualTo("cp312");
        assertThat(home.packages()).isEqualTo(Path.of("/opt/python/lib/python3.12/dist-packages"));
    }

    @Test
    @DisplayName("is another one when it says something else")
    void isAnotherOneWhenItSaysSomethingElse() throws IOException {
        InterpreterHome home = ask(answering(ANSWER));
        assertThat(ask(answering(ANSWER))).isEqualTo(home);
        assertThat(ask(answering(ANSWER.replace("Jan 1", "Jan 2"))).archive()).isNotEqualTo(home.archive());
    }

    @Test
    @DisplayName("may have no pip, which only those are told who need it")
    void mayHaveNoPip() throws IOException {
        InterpreterHome home = ask(answering(ANSWER.replaceAll("pip=.*", "pip=")));
        assertThatThrownBy(home::packages)
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("There is no pip in /opt/python")
                .hasMessageContaining("ensurepip");
    }

    @Test
    @DisplayName("is refused if it is none")
    void isRefusedIfItIsNone() throws IOException {
        Path other = answering(ANSWER.replace("cpython", "pypy"));
        assertThatThrownBy(() -> ask(other))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("is not CPython but pypy");
        Path silentOne = answering("Usage: python [options]\n");
        assertThatThrownBy(() -> ask(silentOne))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("does not answer as Python does");
    }

    private InterpreterHome ask(Path executable) {
        return installed.ask(executable, directory.resolve("scratch"), Progress.NONE);
    }

    private Path answering(String answer) throws IOException {
        Path executable = directory.resolve("python3");
        Files.writeString(executable, "#!/bin/sh\ncat <<'END'\n" + answer + "END\n");
        Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
        return executable;
    }
}
