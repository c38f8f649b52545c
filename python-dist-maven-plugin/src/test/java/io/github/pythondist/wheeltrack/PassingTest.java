package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A failure that passes")
final class PassingTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("is one of the machine, or of too little time")
    void causes() {
        BuildFailure late = new BuildFailure("the build did not end within 20 s");
        late.initCause(new TimeoutException());

        assertThat(Passing.is(late, List.of(), directory)).isTrue();
        assertThat(Passing.is(new BuildFailure("x", new IOException("y")), List.of(), directory))
                .isTrue();
        assertThat(Passing.is(new BuildFailure("The build ended with exit code 1"), List.of("a"), directory))
                .isFalse();
        assertThat(Passing.is(new BuildFailure("The build ended with exit code 1370"), List.of(), directory))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OSError: [Errno 28] No space left on device",
                "error: command 'cc' failed with exit code -9",
                "The build of a wheel ended with exit code 137",
                "clang: error: unable to execute command: Killed"
            })
    @DisplayName("is told by the log, and by the message")
    void texts(String line) {
        assertThat(Passing.is(new BuildFailure("x"), List.of("a", line), directory))
                .isTrue();
        assertThat(Passing.is(new BuildFailure(line), List.of(), directory)).isTrue();
    }

    @Test
    @DisplayName("is none at all if the thread was interrupted, which stays so")
    void interrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(Passing::refuseInterrupted)
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
