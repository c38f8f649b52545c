package io.github.pythondist.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.RecordedProgress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts play Python: what matters here is how it is started, watched and ended. */
class PythonRunnerTest {

    @TempDir
    Path directory;

    private final PythonRunner runner = new PythonRunner();
    private final RecordedProgress progress = new RecordedProgress();
    private final List<String> shown = progress.infos();

    @Test
    void passesProgramAndArgumentsAsTheyAre() throws IOException {
        RunRequest request = python("for a in \"$@\"; do echo \"<$a>\"; done", Program.command("print('a b')"))
                .withArguments(List.of("", "x y", "*", "ü"));

        RunResult result = runner.run(request, progress);

        assertThat(result.exitCode()).isZero();
        assertThat(shown).containsExactly("<-c>", "<print('a b')>", "<>", "<x y>", "<*>", "<ü>");
        assertThat(Files.readAllLines(result.log())).isEqualTo(shown);
    }

    @Test
    void sourcesThatAVariableCannotNameAreRefused() throws IOException {
        Path sources = Files.createDirectories(directory.resolve("a" + File.pathSeparator + "b"));
        RunRequest request = python("exit 0", Program.command("1"));

        assertThatThrownBy(() -> request.withSources(List.of(sources)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(sources.toString())
                .hasMessageContaining("PYTHONPATH");
        assertThat(request.withSources(List.of(directory.resolve("c" + File.pathSeparator + "d")))
                        .environment())
                .doesNotContainKey("PYTHONPATH");
    }

    @Test
    void namesExactlyOneProgram() {
        assertThat(Program.oneOf(null, "pip", null, null).arguments()).containsExactly("-m", "pip");
        assertThat(Program.oneOf(Path.of("a.py"), null, null, null).arguments()).containsExactly("a.py");
        assertThat(Program.oneOf(null, null, "1", null).arguments()).containsExactly("-c", "1");
        assertThat(Program.oneOf(null, null, null, "pip").arguments()).isEmpty();
        assertThatThrownBy(() -> Program.oneOf(null, null, null, null))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("nothing for Python to run")
                .hasMessageContaining("exactly one of");
        assertThatThrownBy(() -> Program.oneOf(null, "a", null, "b"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("several programs");
    }

    @Test
    void scrubsTheEnvironment() throws IOException {
        // The variables come from a process in between, since Java cannot change its own.
        Path python = script("python", "env | grep -E '^(PYTHON|VIRTUAL|OWN)' | LC_ALL=C sort");
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                RunMain.class.getName(),
                python.toString(),
                log.toString());
        builder.environment()
                .putAll(Map.of("PYTHONHOME", "/evil", "PYTHONPATH", "/evil", "VIRTUAL_ENV", "/evil", "OWN", "kept"));
        assertThat(waitFor(builder.inheritIO())).isZero();

        assertThat(Files.readAllLines(log))
                .containsExactly(
                        "OWN=kept",
                        "PYTHONDONTWRITEBYTECODE=1",
                        "PYTHONHASHSEED=0",
                        "PYTHONNOUSERSITE=1",
                        "PYTHONUNBUFFERED=1",
                        "PYTHONUTF8=0");
    }

    @Test
    void failureHasCommandLastLinesAndLog() throws IOException {
        RunRequest request = python(
                        "i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo line $i; done; echo bad >&2; exit 7",
                        Program.module("it's"))
                .withEcho(false);

        assertThatThrownBy(() -> runner.run(request, progress))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("python -m 'it'\\''s'")
                .hasMessageContaining("output:  " + request.log())
                .hasMessageContaining("  line 12\n")
                .hasMessageContaining("  bad")
                .hasMessageNotContaining("line 11\n");
        assertThat(shown).isEmpty();
        assertThat(Files.readAllLines(request.log())).hasSize(31);
        assertThat(runner.run(request.withSuccessCodes(Set.of(0, 7)), progress).exitCode())
                .isEqualTo(7);
    }

    /** A program that writes binary data, or counts in one line for ever, does not fill Maven's memory. */
    @Test
    void lineWithoutEndComesInPieces() throws IOException {
        RunRequest request = python(
                "printf 'a\\rb\\r\\nc\\n\\n'; head -c 200000 /dev/zero | tr '\\0' x; exit 7", Program.command(""));

        assertThatThrownBy(() -> runner.run(request, progress))
                .hasMessageContaining("exit code 7")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(20_000));

        assertThat(shown.subList(0, 4)).containsExactly("a", "b", "c", "");
        assertThat(shown.subList(4, shown.size()))
                .allSatisfy(line -> assertThat(line).hasSizeBetween(1, 1 << 16));
        assertThat(String.join("", shown.subList(4, shown.size()))).hasSize(200_000);
        assertThat(Files.readAllLines(request.log())).isEqualTo(shown);
    }

    @Test
    void tellsTheSignalThatEndedIt() throws IOException {
        assertThatThrownBy(() -> runner.run(python("kill -9 $$", Program.command("")), progress))
                .hasMessageContaining("exit code 137 (ended by signal 9)")
                .hasMessageContaining("It wrote nothing.");
    }

    @Test
    void writesStandardOutputToAFileOnlyOnSuccess() throws IOException {
        Path output = directory.resolve("generated/out.txt");
        RunRequest request = python("echo product; echo remark >&2; exit $2", Program.command("0"))
                .withOutput(output);

        runner.run(request, progress);
        assertThat(output).hasContent("product");
        assertThat(shown).containsExactly("remark");

        RunRequest failing = python("echo half; exit $2", Program.command("1")).withOutput(output);
        assertThatThrownBy(() -> runner.run(failing, progress)).isInstanceOf(BuildFailure.class);
        assertThat(output).hasContent("product");
        assertThat(output.getParent()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void readsATextAsStandardInput() throws IOException {
        RunRequest request = python("cat", Program.command(""));

        runner.run(request.withStdin(PythonRunner.inputText(request.log(), "über\n\"two\" lines")), progress);

        assertThat(shown).containsExactly("über", "\"two\" lines");
    }

    @Test
    void passesArgumentsThatAShellWouldTakeApart() throws IOException {
        List<String> odd = List.of("a\nb", "\"", "'", "$HOME", "`id`", "\\", " ", "-n");

        runner.run(
                python("for a in \"$@\"; do printf '<%s>\\n' \"$a\"; done", Program.none())
                        .withArguments(odd),
                progress);

        assertThat(String.join("\n", shown)).isEqualTo("<" + String.join(">\n<", odd) + ">");
    }

    @Test
    void readsStandardInputFromAFileOrNone() throws IOException {
        Path input = Files.writeString(directory.resolve("in"), "given\n");
        RunRequest request = python("cat; echo end", Program.command(""));

        runner.run(request.withStdin(input), progress);
        runner.run(request, progress);

        assertThat(shown).containsExactly("given", "end", "end");
        assertThatThrownBy(() -> runner.run(request.withStdin(directory.resolve("no")), progress))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("standard input is missing");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void endsTheProcessAndItsDescendantsAfterTheTimeout() throws IOException {
        RunRequest request = python(
                        "(trap '' TERM; sleep 60 & echo $!; wait) & echo $!; echo $$; wait", Program.command(""))
                .withTimeout(Duration.ofMillis(800));

        assertThatThrownBy(() -> runner.run(request, progress))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("did not end within 0.8 s")
                .hasMessageContaining("last 3 lines");
        assertThat(shown).hasSize(3);
        assertAllEnded();
    }

    /** A daemon: its parent is gone before anyone could have seen it. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void endsWhatLeftItsParents() throws IOException {
        RunRequest request = python("(setsid sh -c 'echo $$; exec sleep 60' &)\nexec sleep 60", Program.command(""))
                .withTimeout(Duration.ofMillis(800));

        assertThatThrownBy(() -> runner.run(request, progress)).hasMessageContaining("did not end within 0.8 s");

        assertThat(shown).hasSize(1);
        assertAllEnded();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void endsTheProcessWhenInterrupted() throws Exception {
        RunRequest request = python("echo $$; exec sleep 60", Program.command(""));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread build = new Thread(() -> {
            try {
                runner.run(request, progress);
            } catch (BuildFailure e) {
                thrown.set(e);
            }
        });
        build.start();
        while (!Files.exists(request.log()) || Files.size(request.log()) == 0) {
            Thread.sleep(10);
        }
        build.interrupt();
        build.join();

        assertThat(thrown.get()).hasMessageContaining("interrupted");
        assertAllEnded();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void doesNotWaitForWhatIsLeftRunning() throws IOException {
        RunRequest request = python("sleep 30 & echo $!", Program.command(""));

        runner.run(request, progress);

        ProcessHandle left = ProcessHandle.of(Long.parseLong(shown.get(0))).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroyForcibly();
    }

    @Test
    void saysWhyItCannotStart() throws IOException {
        Path log = directory.resolve("log");
        Program program = Program.command("");
        Path missing = directory.resolve("missing");
        Path plain = Files.writeString(directory.resolve("plain"), "x");
        Path foreign = script("foreign", "");
        Files.writeString(foreign, "#!/lib/ld-of-another-system.so\n");

        assertThatThrownBy(() -> runner.run(RunRequest.of(missing, program, directory, log), progress))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("run the goal unpack first");
        assertThatThrownBy(() -> runner.run(RunRequest.of(plain, program, directory, log), progress))
                .hasMessageContaining("may not be executed");
        assertThatThrownBy(() -> runner.run(RunRequest.of(foreign, program, directory, log), progress))
                .hasMessageContaining("another C library");
        assertThatThrownBy(() -> runner.run(RunRequest.of(foreign, program, missing, log), progress))
                .hasMessageContaining("working directory");
        RunRequest tooLong = python("exit", program).withArguments(List.of("x".repeat(200_000)));
        assertThatThrownBy(() -> runner.run(tooLong, progress))
                .hasMessageContaining("too long")
                .hasMessageNotContaining("another C library");
        assertThatThrownBy(() -> RunRequest.timeout(-1))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("negative");
    }

    private void assertAllEnded() {
        for (String pid : shown) {
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(process -> process.onExit().join());
            assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive))
                    .as("process %s", pid)
                    .isEmpty();
        }
    }

    private RunRequest python(String text, Program program) throws IOException {
        return RunRequest.of(script("python", text), program, directory, directory.resolve("logs/run.log"));
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private static int waitFor(ProcessBuilder builder) throws IOException {
        try {
            return builder.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
