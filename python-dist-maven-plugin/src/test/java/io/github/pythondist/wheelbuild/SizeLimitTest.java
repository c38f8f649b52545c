package io.github.pythondist.wheelbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path file = Files.createDirectories(directory.resolve("deep")).resolve("big");
        try (SizeLimit limit = new SizeLimit(directory, MIB)) {
            assertThatThrownBy(() -> limit.guard(() -> {
                        Files.write(file, new byte[(int) (2 * MIB)]);
                        try {
                            Thread.sleep(50_000);
                        } catch (InterruptedException e) {
                            throw new BuildFailure("was interrupted", e);
                        }
                        return "done";
                    }))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessage("The build wrote more than 1 MiB and was ended");
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    @DisplayName("other failures stay what they are, and what stays below it is done")
    void lessIsDone() throws IOException {
        try (SizeLimit limit = new SizeLimit(directory, MIB)) {
            assertThat(limit.<String>guard(() -> "done")).isEqualTo("done");
        }
        try (SizeLimit limit = new SizeLimit(directory, MIB)) {
            assertThatThrownBy(() -> limit.guard(() -> {
                        throw new BuildFailure("another");
                    }))
                    .hasMessage("another");
        }
    }
}
