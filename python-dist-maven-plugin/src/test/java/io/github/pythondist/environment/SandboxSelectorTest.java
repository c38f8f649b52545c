package io.github.pythondist.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.RecordedProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With roots whose dynamic loader is a script: it answers as the program it is asked to run would. */
@EnabledOnOs(OS.LINUX)
class SandboxSelectorTest {

    private static final String REFUSAL = "bwrap: No permissions to create new namespace, likely because the kernel"
            + " does not allow non-privileged user namespaces.";
    private static final String DIGEST = "ab".repeat(32);

    @TempDir
    Path directory;

    private Path root;
    private Path jobs;
    private final RecordedProgress progress = new RecordedProgress();

    @BeforeEach
    void makeRoot() throws IOException {
        root = directory.resolve("root");
        jobs = directory.resolve("jobs");
        for (String file : List.of(
                "usr/lib/x86_64-linux-gnu/libc.so.6",
                "usr/bin/bwrap",
                "usr/bin/mknod",
                "usr/bin/tee",
                "usr/sbin/chroot")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), "");
        }
        Files.writeString(root.resolve(".python-dist-root"), DIGEST + "\n");
    }

    /** Arguments of the loader: --library-path, directories, program, its arguments. */
    private void loader(String script) throws IOException {
        Path loader = root.resolve("usr/lib64/ld-linux-x86-64.so.2");
        Files.createDirectories(loader.getParent());
        Files.writeString(loader, "#!/bin/sh\nprogram=${3##*/}\n" + script);
        Files.setPosixFilePermissions(loader, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Sandbox select(Optional<Tier> requested) {
        return new SandboxSelector().select(requested, () -> root, jobs, List.of("sh"), progress);
    }

    private static boolean root() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    @Test
    void namespacesAreTakenWhereTheyWork() throws IOException {
        loader("[ $program = bwrap ]");
        Sandbox sandbox = select(Optional.empty());
        assertThat(sandbox.tier()).isEqualTo(Tier.NAMESPACES);
        assertThat(sandbox.identity()).isEqualTo("root-" + DIGEST);
        assertThat(progress.warnings()).isEmpty();
        assertThat(jobs).isEmptyDirectory();
    }

    @Test
    void anotherRootIsEnteredByTheProgramsOfTheBuildRoot() throws IOException {
        loader("[ $program = bwrap ] && echo \"$@\"");
        Path other = directory.resolve("other");
        Files.createDirectories(other.resolve("usr/bin"));
        Files.writeString(other.resolve("usr/bin/cc"), "");
        Files.writeString(other.resolve(".python-dist-root"), "cd".repeat(32) + "\n");
        Sandbox sandbox = select(Optional.empty()).inRoot(other);

        Path log = directory.resolve("log");
        SandboxCommand command =
                new SandboxCommand(List.of("true"), new TreeMap<>(), List.of(), "/", log, Optional.empty());
        assertThat(sandbox.run(command, progress)).isZero();

        assertThat(Files.readString(log))
                .contains(root + "/usr/bin/bwrap")
                .contains("--ro-bind " + other + "/usr /usr")
                .doesNotContain("--ro-bind " + root);
        assertThat(sandbox.tier()).isEqualTo(Tier.NAMESPACES);
        assertThat(sandbox.identity()).isEqualTo("root-" + "cd".repeat(32));
        assertThat(sandbox.tool("cc")).contains("/usr/bin/cc");
        assertThat(sandbox.tool("bwrap")).isEmpty();
    }

    @Test
    void rootFallsBackToChrootAndIsWarnedOthersAreNot() throws IOException {
        loader("[ $program != bwrap ] || { echo '" + REFUSAL + "' >&2; exit 1; }");
        if (root()) {
            Sandbox sandbox = select(Optional.empty());
            assertThat(sandbox.tier()).isEqualTo(Tier.CHROOT);
            assertThat(sandbox.identity()).isEqualTo("root-" + DIGEST);
            assertThat(progress.warnings()).singleElement().asString().contains("network");
        } else {
            assertThatThrownBy(() -> select(Optional.empty()))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("only root may change root");
        }
    }

    @Test
    void whereNothingWorksTheSystemsOwnWordsAreGiven() throws IOException {
        loader("[ $program = bwrap ] && echo '" + REFUSAL + "' >&2 || echo \"$program: Operation not permitted\" >&2\n"
                + "exit 1");
        assertThatThrownBy(() -> select(Optional.empty()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("namespaces:")
                .hasMessageContaining(REFUSAL)
                .hasMessageContaining("chroot:")
                .hasMessageContaining(root() ? "mknod: Operation not permitted" : "only root may change root")
                .hasMessageContaining("kernel.apparmor_restrict_unprivileged_userns")
                .hasMessageContaining("user.max_user_namespaces=0")
                .hasMessageContaining("-Dpython-dist.environment=host");
        assertThat(jobs).isEmptyDirectory();
    }

    @Test
    void aRequestedTierIsTheOnlyOneTried() throws IOException {
        loader("[ $program != bwrap ] || { echo '" + REFUSAL + "' >&2; exit 1; }");
        assertThatThrownBy(() -> select(Optional.of(Tier.NAMESPACES)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("The build environment 'namespaces' does not work on this machine.")
                .hasMessageContaining(REFUSAL)
                .hasMessageNotContaining("chroot:");
    }

    @Test
    void aLoaderThatCannotBeStartedIsReported() throws IOException {
        loader("");
        Files.setPosixFilePermissions(
                root.resolve("usr/lib64/ld-linux-x86-64.so.2"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> select(Optional.of(Tier.NAMESPACES)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("namespaces:")
                .hasMessageContaining("Permission denied");
    }

    @Test
    void theHostIsUsedOnRequestWithoutABuildRoot() {
        Sandbox sandbox = new SandboxSelector()
                .select(
                        Optional.of(Tier.HOST),
                        () -> {
                            throw new AssertionError("no build root is needed");
                        },
                        jobs,
                        List.of("sh"),
                        progress);
        assertThat(sandbox.tier()).isEqualTo(Tier.HOST);
        assertThat(progress.warnings()).singleElement().asString().contains("not hermetic");
    }

    @Test
    void aDirectoryWithoutProgramsIsRefused() throws IOException {
        assertThatThrownBy(() -> select(Optional.empty()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("no C library");
    }

    @Test
    void tiersAreReadAsUsersWriteThem() {
        assertThat(Tier.parse("auto")).isEmpty();
        assertThat(Tier.parse(" Chroot")).contains(Tier.CHROOT);
        assertThat(Tier.parse("namespaces")).contains(Tier.NAMESPACES);
        assertThatThrownBy(() -> Tier.parse("docker"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("docker")
                .hasMessageContaining("auto, namespaces, chroot or host");
    }
}
