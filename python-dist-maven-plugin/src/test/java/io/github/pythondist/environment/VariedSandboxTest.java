package io.github.pythondist.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
@DisplayName("A sandbox with other surroundings")
final class VariedSandboxTest {

    @TempDir
    private Path directory;

    private final Sandbox sandbox = HostSandbox.of(List.of("sh", "env"), System.getenv("PATH"));
    private Mount build;
    private Mount tools;

    @BeforeEach
    void makeMounts() throws Exception {
        build = Mount.writable(Files.createDirectory(directory.resolve("work")), "/build");
        tools = Mount.readOnly(Files.createDirectory(directory.resolve("tools")), "/vary");
    }

    @Test
    @DisplayName("without a variation is the sandbox itself")
    void none() {
        assertThat(sandbox.varied(Variation.NONE)).isSameAs(sandbox);
    }

    @Test
    @DisplayName("gives variables to commands that do not set them themselves")
    void variables() {
        Variation variation = new Variation(
                "/elsewhere",
                new Conditions(4242, "other", "077", Optional.empty()),
                new TreeMap<>(Map.of("TZ", "OTHER-1", "X", "theirs")),
                List.of(tools),
                Optional.empty());
        String work = build.hostPath().toString();
        assertThat(run(variation, "echo $TZ $X $LC_ALL; umask; echo $HOME; pwd"))
                .isEqualTo("OTHER-1 own C\n0077\n" + work + "\n" + work + "\n");
    }

    @Test
    @DisplayName("loads a library into the command, by the path it has there")
    void library() {
        Variation variation =
                new Variation("", Conditions.STANDARD, new TreeMap<>(), List.of(tools), Optional.of("/vary/vary.so"));
        // The loader names what it cannot load, and goes on.
        assertThat(run(variation, "echo preload $LD_PRELOAD"))
                .contains("preload " + tools.hostPath().resolve("vary.so"));
    }

    @Test
    @DisplayName("moves what is mounted, and says where it is")
    void paths() {
        Variation variation =
                new Variation("/elsewhere", Conditions.STANDARD, new TreeMap<>(), List.of(), Optional.empty());
        assertThat(variation.moved(build).guestPath()).isEqualTo("/elsewhere/build");
        assertThat(sandbox.varied(variation).guestPath(List.of(build), "/usr/bin"))
                .isEqualTo("/usr/bin");
        assertThat(sandbox.varied(variation).guestPath(build))
                .isEqualTo(build.hostPath().toString());
    }

    private String run(Variation variation, String script) {
        Path log = directory.resolve("log");
        SandboxCommand command = new SandboxCommand(
                List.of("sh", "-c", script),
                new TreeMap<>(Map.of("X", "own")),
                List.of(build),
                "/build",
                log,
                Optional.empty());
        assertThat(sandbox.varied(variation).run(command, Progress.NONE)).isZero();
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
