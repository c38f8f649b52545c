package io.github.pythondist.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A limit of what a build may write")
final class SizeLimitTest {

    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    @DisplayName("work that writes more is interrupted, and the thread is as it was afterwards")
    void moreIsEnded() throws IOException {
        Path other = directory.resolve("not-there");
        Path file = Files.createDirectories(directory.resolve("deep")).resolve("big");
        assertThatThrownBy(() -> SizeLimit.guard(OptionalLong.of(MIB), List.of(other, directory), () -> {
                    write(file);
                    try {
                        Thread.sleep(50_000);
                    } catch (InterruptedException e) {
                        throw new BuildFailure("was interrupted", e);
                    }
                    return 0;
                }))
                .isInstanceOf(BuildFailure.class)
                .hasMessage("The build wrote more than 1 MiB and was ended");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    @DisplayName("other failures stay what they are, and what stays below it is done")
    void lessIsDone() {
        assertThat(SizeLimit.guard(OptionalLong.of(MIB), List.of(directory), () -> 3))
                .isEqualTo(3);
        assertThatThrownBy(() -> SizeLimit.guard(OptionalLong.of(MIB), List.of(directory), () -> {
                    throw new BuildFailure("another");
                }))
                .hasMessage("another");
    }

    @Test
    @DisplayName("without a limit everything is done")
    void withoutLimit() {
        assertThat(SizeLimit.guard(OptionalLong.empty(), List.of(directory), () -> 3))
                .isEqualTo(3);
    }

    @Test
    @DisplayName("many files with nothing in them count too, also at the end")
    void allCounts() {
        assertThatThrownBy(() -> SizeLimit.guard(OptionalLong.of(MIB), List.of(directory), () -> {
                    try {
                        for (int i = 0; i < 256; i++) {
                            Files.createFile(directory.resolve("file" + i));
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return 0;
                }))
                .hasMessageContaining("more than 1 MiB");
        assertThat(Thread.interrupted()).isFalse();
    }

    private static void write(Path file) {
        try {
            Files.write(file, new byte[(int) (2 * MIB)]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
