package io.github.pythondist.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a command sees in a real build root. Give an assembled one with {@code -Dpython-dist.test.root=}, for compiling a
 * sysroot with {@code -Dpython-dist.test.sysroot=}, and the root of a user with {@code -Dpython-dist.test.userRoot=}.
 */
@EnabledIfSystemProperty(
        named = BuildRootTest.ROOT,
        matches = ".+",
        disabledReason = "needs an assembled build root: -D" + BuildRootTest.ROOT + "=<directory>")
@Timeout(120)
class BuildRootTest {

    static final String ROOT = "python-dist.test.root";
    static final String SYSROOT = "python-dist.test.sysroot";
    static final String USER_ROOT = "python-dist.test.userRoot";

    @TempDir
    Path directory;

    private Path build;
    private Path out;
    private Path deps;
    private Path jobs;
    private Path log;
    private final List<Mount> mounts = new ArrayList<>();

    @BeforeEach
    void makeDirectories() throws IOException {
        Path work = directory.resolve("w\u00f6rk space");
        build = Files.createDirectories(work.resolve("build"));
        out = Files.createDirectories(work.resolve("out"));
        deps = Files.createDirectories(work.resolve("deps"));
        jobs = directory.resolve("jobs");
        log = work.resolve("log");
        Files.writeString(deps.resolve("given"), "given");
        mounts.add(Mount.writable(build, "/build"));
        mounts.add(Mount.writable(out, "/out"));
        mounts.add(Mount.readOnly(deps, "/deps"));
    }

    private Sandbox sandbox(Tier tier) {
        assumeThat(tier == Tier.CHROOT && !isRoot()).as("chroot needs root").isFalse();
        return new SandboxSelector()
                .select(Optional.of(tier), () -> Path.of(System.getProperty(ROOT)), jobs, List.of(), Progress.NONE);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }

    private SandboxCommand shell(String script, Optional<Duration> timeout) {
        return new SandboxCommand(
                List.of("sh", "-c", script), new TreeMap<>(Map.of("X", "y z")), mounts, "/build", log, timeout);
    }

    private List<String> lines(Tier tier, String script) throws IOException {
        Files.deleteIfExists(log);
        int exitCode = sandbox(tier).run(shell(script, Optional.empty()), Progress.NONE);
        assertThat(exitCode).as(() -> LogTail.of(log).toString()).isZero();
        return Files.readAllLines(log);
    }

    @ParameterizedTest
    @EnumSource(names = {"NAMESPACES", "CHROOT"})
    void theEnvironmentIsFixed(Tier tier) throws IOException {
        assertThat(lines(tier, "env | grep -v ^_= | sort; id -u; id -g; id -G; umask; pwd"))
                .containsExactly(
                        "HOME=/build",
                        "LC_ALL=C",
                        "PATH=/usr/bin:/usr/sbin",
                        "PWD=/build",
                        "SHELL=/bin/sh",
                        "TERM=dumb",
                        "TZ=UTC",
                        "X=y z",
                        "1000",
                        "1000",
                        "1000",
                        "0022",
                        "/build");
    }

    @ParameterizedTest
    @EnumSource(names = {"NAMESPACES", "CHROOT"})
    void onlyTheMountsMeantToBeAreWritable(Tier tier) throws IOException {
        Files.writeString(build.resolve("before"), "before");
        assertThat(lines(tier, """
                        for file in / /usr /usr/bin /etc /var /deps /var/tmp; do
                            [ ! -w $file ] || [ ! -d $file ] || { touch $file/x 2>&- && echo "$file is writable"; }
                        done
                        ( echo changed > /deps/given ) 2>&- && echo '/deps/given is writable'
                        ( echo changed > /etc/passwd ) 2>&- && echo '/etc/passwd is writable'
                        cat /build/before /deps/given && echo
                        mkdir /build/made && echo made > /build/made/file && ln -s made /build/link
                        echo result > /out/result && touch /tmp/x /dev/shm/x && echo x > /dev/null
                        head -c 3 /dev/zero | od -An -tx1
                        """)).containsExactly("beforegiven", " 00 00 00");
        assertThat(build.resolve("before")).hasContent("before");
        assertThat(build.resolve("link/file")).hasContent("made\n");
        assertThat(out.resolve("result")).hasContent("result\n");
        assertThat(deps.resolve("given")).hasContent("given");
        assertThat(Files.getOwner(out.resolve("result"))).isEqualTo(Files.getOwner(deps.resolve("given")));
        assertThat(Files.getOwner(build)).isEqualTo(Files.getOwner(deps));
        if (Files.exists(jobs)) {
            assertThat(jobs).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NAMESPACES", "CHROOT"})
    void theSameNamesAreThere(Tier tier) throws IOException {
        assertThat(lines(tier, "ls / && ls -l /dev | awk 'NR > 1 {print $1, $NF}'"))
                .contains("build", "deps", "out", "usr", "etc", "dev", "proc", "tmp")
                .contains("crw-rw-rw- null", "crw-rw-rw- urandom", "drwxr-xr-x pts", "lrwxrwxrwx pts/ptmx")
                .doesNotContain(".python-dist-root");
    }

    @ParameterizedTest
    @EnumSource(names = {"NAMESPACES", "CHROOT"})
    @EnabledIfSystemProperty(
            named = USER_ROOT,
            matches = ".+",
            disabledReason = "needs -D" + USER_ROOT + "=<directory>")
    void anotherRootNeedsNothingOfTheBuildRoot(Tier tier) throws IOException {
        Path userRoot = Path.of(System.getProperty(USER_ROOT));
        assertThat(RootPrograms.find(userRoot, "bwrap")).isEmpty();
        assertThat(RootPrograms.find(userRoot, "setsid")).isEmpty();
        Sandbox sandbox = sandbox(tier).inRoot(userRoot);
        SandboxCommand command = shell(
                "id -u; cat /deps/given > /out/taken; ls -d /usr/bin/clang-19 2>&-; touch /usr/x 2>&-; umask",
                Optional.empty());
        assertThat(sandbox.run(command, Progress.NONE))
                .as(() -> LogTail.of(log).toString())
                .isZero();
        assertThat(Files.readAllLines(log)).containsExactly("1000", "0022");
        assertThat(out.resolve("taken")).hasContent("given");
        assertThat(sandbox.identity()).isEqualTo("root-" + RootStore.digestOf(userRoot));
    }

    @Test
    void namespacesHideNetworkHostNameAndProcesses() throws IOException {
        assertThat(lines(
                        Tier.NAMESPACES,
                        "uname -n; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '; grep CapEff /proc/self/status;"
                                + " ls -d /proc/[0-9]* | wc -l"))
                .element(0)
                .isEqualTo("build");
        List<String> lines = Files.readAllLines(log);
        assertThat(lines.get(1)).isEqualTo("lo");
        assertThat(lines.get(2)).isEqualTo("CapEff:\t0000000000000000");
        assertThat(Integer.parseInt(lines.get(3).strip())).isLessThan(8);
    }

    @ParameterizedTest
    @EnumSource(names = {"NAMESPACES", "CHROOT"})
    void afterTheTimeoutNothingIsLeftRunning(Tier tier) throws Exception {
        String mark = "61" + ProcessHandle.current().pid();
        // A grandchild whose parent is gone is not found through its ancestors.
        SandboxCommand command =
                shell("(sleep " + mark + " &) ; echo began; sleep " + mark, Optional.of(Duration.ofSeconds(2)));
        Sandbox sandbox = sandbox(tier);
        assertThatThrownBy(() -> sandbox.run(command, Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("did not end within 2 s")
                .hasMessageContaining("began");
        for (int i = 0; i < 50 && !running(mark).isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertThat(running(mark)).isEmpty();
    }

    private static List<ProcessHandle> running(String mark) {
        return ProcessHandle.allProcesses()
                .filter(handle -> {
                    try {
                        String line = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"));
                        return line.contains("sleep\0" + mark);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"NAMESPACES", "CHROOT"})
    void backgroundProcessesEndWithTheCommand(Tier tier) throws Exception {
        String mark = "62" + ProcessHandle.current().pid();
        lines(tier, "sleep " + mark + " & true");
        for (int i = 0; i < 50 && !running(mark).isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertThat(running(mark)).isEmpty();
    }

    @Test
    void whatAKilledChrootBuildLeftIsEnded() throws Exception {
        Sandbox sandbox = sandbox(Tier.CHROOT);
        Path abandoned = jobs.resolve("job-01234567-89ab-cdef-0123-456789abcdef");
        Files.createDirectories(abandoned.resolve("root/usr"));
        Process orphan = new ProcessBuilder("setsid", "sleep", "600").start();
        try {
            // The session exists only when setsid has become sleep.
            while (!orphan.info().command().orElse("").endsWith("sleep")) {
                Thread.sleep(10);
            }
            Files.writeString(abandoned.resolve("session"), Long.toString(orphan.pid()));
            assertThat(sandbox.run(shell("true", Optional.empty()), Progress.NONE))
                    .isZero();
            assertThat(orphan.waitFor(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            orphan.destroyForcibly();
        }
        assertThat(jobs).isEmptyDirectory();
    }

    @Test
    void chrootDoesNotTouchFilesThatItsUserOwnsOrMayNotRead() throws IOException {
        Sandbox sandbox = sandbox(Tier.CHROOT);
        Path owned = Files.writeString(deps.resolve("owned"), "owned");
        Files.setAttribute(owned, "unix:uid", 1000);
        Path secret = Files.writeString(deps.resolve("secret"), "secret");
        Files.setAttribute(secret, "unix:mode", 0100600);
        assertThat(sandbox.run(
                        shell("cat /deps/owned /deps/secret > /out/read; ! echo x > /deps/owned", Optional.empty()),
                        Progress.NONE))
                .isZero();
        assertThat(out.resolve("read")).hasContent("ownedsecret");
        assertThat(owned).hasContent("owned");
        assertThat(Files.getAttribute(owned, "unix:uid")).isEqualTo(1000);
        assertThat((int) Files.getAttribute(secret, "unix:mode") & 0777).isEqualTo(0600);
    }

    @Test
    void aMountOverTheBuildRootIsRefused() {
        Sandbox sandbox = sandbox(Tier.NAMESPACES);
        for (String guestPath : List.of("/usr/local", "/etc", "/tmp", "/proc/x")) {
            SandboxCommand command = new SandboxCommand(
                    List.of("true"),
                    new TreeMap<>(),
                    List.of(Mount.readOnly(deps, guestPath)),
                    "/",
                    log,
                    Optional.empty());
            assertThatThrownBy(() -> sandbox.run(command, Progress.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(guestPath);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = SYSROOT, matches = ".+", disabledReason = "needs -D" + SYSROOT + "=<directory>")
    void namespacesAndChrootCompileTheSameBytes() throws IOException {
        mounts.add(Mount.readOnly(Path.of(System.getProperty(SYSROOT)), "/sysroot"));
        String script = """
                set -e
                cat > hello.c <<'C'
                #include <stdio.h>
                int main(void) { puts(__FILE__ " " __DATE__); return 0; }
                C
                clang --version > /out/version
                clang -g -O2 --sysroot=/sysroot -fuse-ld=lld /build/hello.c -o /out/hello
                /out/hello
                """;
        List<Map<String, Digest>> results = new ArrayList<>();
        for (Tier tier : isRoot() ? List.of(Tier.NAMESPACES, Tier.CHROOT) : List.of(Tier.NAMESPACES)) {
            assertThat(lines(tier, "export SOURCE_DATE_EPOCH=86400;" + script))
                    .containsExactly("/build/hello.c Jan  2 1970");
            Map<String, Digest> result = new TreeMap<>();
            try (Stream<Path> files = Files.list(out)) {
                for (Path file : files.toList()) {
                    result.put(file.getFileName().toString(), Digest.of(file));
                }
            }
            results.add(result);
        }
        assertThat(results.get(0)).containsOnlyKeys("hello", "version");
        assertThat(results).allMatch(result -> result.equals(results.get(0)));
    }
}
