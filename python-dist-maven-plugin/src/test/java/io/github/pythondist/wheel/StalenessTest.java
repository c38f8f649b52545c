package io.github.pythondist.wheel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.wheel.LockFile.Input;
import io.github.pythondist.wheel.LockFile.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StalenessTest {

    @TempDir
    Path directory;

    private Path requirements;
    private Path constraints;
    private LockFile lock;

    @BeforeEach
    void lock() throws IOException {
        requirements = Files.writeString(directory.resolve("requirements.txt"), "six\n-c constraints.txt\n");
        constraints = Files.writeString(directory.resolve("constraints.txt"), "six<2\n");
        lock = new LockFile(
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(new Origin(
                        "requirements.txt",
                        false,
                        List.of(),
                        List.of("linux-x86_64"),
                        "2.28",
                        List.of(input(constraints), input(requirements)))));
    }

    @Test
    void freshIsWhatWasLocked() {
        assertThatCode(() -> check(requirements)).doesNotThrowAnyException();
    }

    @Test
    void anyFileThatWasReadCounts() throws IOException {
        Files.writeString(constraints, "six<1\n");

        assertThatThrownBy(() -> check(requirements))
                .hasMessageContaining("is stale")
                .hasMessageContaining("constraints.txt has changed")
                .hasMessageContaining("mvn python-dist:lock")
                .hasMessageNotContaining("requirements.txt has changed");
        Files.delete(constraints);
        assertThatThrownBy(() -> check(requirements)).hasMessageContaining("constraints.txt is gone");
    }

    @Test
    void anotherFileOrOtherExtrasAreAnotherLock() throws IOException {
        Path other = Files.writeString(directory.resolve("other.txt"), "six\n");

        assertThatThrownBy(() -> check(other)).hasMessageContaining("not from " + other);
        assertThatThrownBy(() -> Staleness.check(
                        lock,
                        directory.resolve("pylock.toml"),
                        Optional.of(new Requirements(requirements, List.of("test")))))
                .hasMessageContaining("not with [test]");
        assertThatThrownBy(() -> Staleness.check(lock, directory.resolve("pylock.toml"), Optional.empty()))
                .hasMessageContaining("is gone");
    }

    @Test
    void whatBuildingRequiresIsAnotherLock() {
        assertThatThrownBy(() -> Staleness.check(
                        lock, directory.resolve("pylock.build.toml"), Optional.of(Requirements.ofBuild(requirements))))
                .hasMessageContaining("it is of what the project requires to run")
                .hasMessageContaining("mvn python-dist:lock -Dpython-dist.build");
    }

    @Test
    void nobodyKnowsWhatOthersLocked() {
        LockFile foreign = new LockFile(Optional.empty(), List.of(), List.of(), Optional.empty());

        assertThatCode(() -> Staleness.check(foreign, directory.resolve("pylock.toml"), Optional.empty()))
                .doesNotThrowAnyException();
    }

    private void check(Path file) {
        Staleness.check(lock, directory.resolve("pylock.toml"), Optional.of(new Requirements(file, List.of())));
    }

    private Input input(Path file) {
        return new Input(directory.relativize(file).toString(), new Requirements(file, List.of()).digest(file));
    }
}
