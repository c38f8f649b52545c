package io.github.pythondist.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

    @TempDir
    private Path directory;

    /** The kernel looks at the file that runs: for a script that is its interpreter, hence a binary. */
    private Path program() throws IOException {
        Path program = Files.copy(Path.of("/bin/true"), directory.resolve("program"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    @Test
    void programThatIsOpenForWritingIsStartedOnceItIsClosed() throws Exception {
        Path program = program();
        OutputStream open = Files.newOutputStream(program, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> new ProcessBuilder(program.toString()).start())
                .as("the kernel refuses it")
                .hasMessageContaining("error=26");

        Thread writer = new Thread(() -> {
            try (open) {
                Thread.sleep(50);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        assertThat(Programs.start(new ProcessBuilder(program.toString())).waitFor())
                .isZero();
        writer.join();
    }

    @Test
    void anyOtherFailureIsTheCallersAtOnce() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> Programs.start(new ProcessBuilder(missing.toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("error=2,");
    }
}
