package io.github.pythondist.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class HostSandboxTest {

    private static final String PATH = System.getenv("PATH");

    @TempDir
    Path directory;

    private Path build;
    private Path log;
    private List<Mount> mounts;
    private final Sandbox sandbox = HostSandbox.of(List.of("sh"), PATH);

    @BeforeEach
    void makeBuildDirectory() throws IOException {
        build = Files.createDirectories(directory.resolve("a b\u00e4u"));
        log = directory.resolve("logs/log");
        mounts = List.of(Mount.writable(build, "/build"), Mount.readOnly(directory, "/deps"));
    }

    private SandboxCommand shell(String script, Optional<Duration> timeout) {
        return new SandboxCommand(
                List.of("sh", "-c", script), new TreeMap<>(Map.of("X", "y z")), mounts, "/build", log, timeout);
    }

    private int run(String script) {
        return sandbox.run(shell(script, Optional.empty()), Progress.NONE);
    }

    @Test
    void runsWithAScrubbedEnvironment() throws IOException {
        assertThat(run("pwd; umask; env | sort")).isZero();
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).startsWith(build.toString(), "0022");
        assertThat(lines.subList(2, lines.size()))
                .filteredOn(line -> !line.startsWith("_="))
                .containsExactlyInAnyOrder(
                        "HOME=" + build,
                        "LC_ALL=C",
                        "PATH=" + PATH,
                        "PWD=" + build,
                        "SHELL=/bin/sh",
                        "TERM=dumb",
                        "TZ=UTC",
                        "X=y z");
    }

    @Test
    void outputAndErrorsAreAppendedToTheLogInOrder() {
        assertThat(run("echo one; echo two >&2; echo three; exit 3")).isEqualTo(3);
        assertThat(run("echo four")).isZero();
        assertThat(log).hasContent("one\ntwo\nthree\nfour\n");
    }

    @Test
    void exitCodesAreTheShells() {
        SandboxCommand missing = new SandboxCommand(
                List.of("/no-such-directory/program"), new TreeMap<>(), mounts, "/build", log, Optional.empty());
        assertThat(sandbox.run(missing, Progress.NONE)).isEqualTo(127);
        assertThat(log).content().contains("/no-such-directory/program");
        SandboxCommand nowhere =
                new SandboxCommand(List.of("true"), new TreeMap<>(), mounts, "/build/none", log, Optional.empty());
        assertThat(sandbox.run(nowhere, Progress.NONE)).isEqualTo(126);
        assertThat(run("kill -9 $$")).isEqualTo(137);
    }

    @Test
    void guestPathsStandForHostPaths() {
        assertThat(sandbox.guestPath(mounts, "/build/src/x")).isEqualTo(build + "/src/x");
        assertThat(sandbox.guestPath(mounts, "/deps")).isEqualTo(directory.toString());
        assertThat(sandbox.guestPath(mounts, "/depths")).isEqualTo("/depths");
        assertThat(sandbox.guestPath(mounts.get(0))).isEqualTo(build.toString());
    }

    @Test
    void toolsAreFoundOnTheSearchPath() {
        assertThat(sandbox.searchPath()).isEqualTo(PATH);
        assertThat(sandbox.tool("sh")).get().asString().startsWith("/").endsWith("/sh");
        assertThat(sandbox.tool("no-such-program-at-all")).isEmpty();
    }

    @Test
    void conditionsCanBeVaried() throws IOException {
        SandboxCommand command = new SandboxCommand(
                List.of("sh", "-c", "mkdir made"),
                new TreeMap<>(),
                mounts,
                "/build",
                log,
                Optional.empty(),
                new Conditions(1001, "other", "077", Optional.empty()));
        assertThat(sandbox.run(command, Progress.NONE)).isZero();
        assertThat(Files.getPosixFilePermissions(build.resolve("made")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void afterTheTimeoutTheCommandIsCalledByItsName() {
        SandboxCommand command =
                shell("sleep 600", Optional.of(Duration.ofMillis(200))).named("user test oldest");
        assertThatThrownBy(() -> sandbox.run(command, Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("user test oldest did not end within");
    }

    @Test
    void afterTheTimeoutNothingIsLeftRunning() throws Exception {
        String script = "echo began; sleep 600 & echo $! > child; echo $$ > parent; wait";
        assertThatThrownBy(() -> sandbox.run(shell(script, Optional.of(Duration.ofMillis(700))), Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("sh did not end within")
                .hasMessageContaining("began")
                .hasMessageContaining(log.toString());
        assertDead("child");
        assertDead("parent");
    }

    @Test
    void anInterruptKillsTheCommandAndStaysSet() throws Exception {
        AtomicReference<Object> outcome = new AtomicReference<>("nothing");
        Thread thread = new Thread(() -> {
            try {
                outcome.set(run("sleep 600 & echo $! > child; wait"));
            } catch (BuildFailure e) {
                outcome.set(e.getMessage() + Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        while (!Files.exists(build.resolve("child")) || Files.size(build.resolve("child")) == 0) {
            Thread.sleep(10);
        }
        thread.interrupt();
        thread.join();
        assertThat(outcome.get()).asString().contains("interrupted").endsWith("true");
        assertDead("child");
    }

    private void assertDead(String file) throws Exception {
        long pid = Long.parseLong(Files.readString(build.resolve(file)).strip());
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            handle.get().onExit().get(5, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aFailureShowsTheEndOfTheLog() {
        assertThatThrownBy(() -> sandbox.runOrFail(
                        shell("echo cannot find -lssl; exit 2", Optional.empty()), "Building openssl", Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Building openssl failed with exit code 2.")
                .hasMessageContaining("cannot find -lssl")
                .hasMessageContaining(log.toString());
    }

    @Test
    void missingToolsAreAllNamed() {
        assertThatThrownBy(() -> HostSandbox.of(List.of("sh", "no-such-b", "no-such-a"), PATH))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("no-such-a, no-such-b.")
                .hasMessageNotContaining(" sh");
    }

    @Test
    void noOtherRootIsEntered() {
        Sandbox sandbox = HostSandbox.of(List.of(), "/usr/bin:/bin");
        assertThatThrownBy(() -> sandbox.inRoot(directory))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("in another root")
                .hasMessageContaining("environment=host");
    }

    @Test
    void identityFollowsTheVersionsOfTools() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        String path = bin + ":" + PATH;
        Path tool = bin.resolve("fake-clang");
        Files.writeString(tool, "#!/bin/sh\necho fake-clang version 1\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        String first = HostSandbox.of(List.of("sh", "fake-clang"), path).identity();
        assertThat(HostSandbox.of(List.of("fake-clang", "sh"), path).identity()).isEqualTo(first);
        Files.writeString(tool, "#!/bin/sh\necho fake-clang version 2\n");
        assertThat(HostSandbox.of(List.of("sh", "fake-clang"), path).identity())
                .isNotEqualTo(first)
                .startsWith("host-");
    }
}
