package io.github.pythondist.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.report.RecordedProgress;
import io.github.pythondist.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RootStoreTest {

    @TempDir
    Path directory;

    private final AtomicInteger fetches = new AtomicInteger();
    private Path pool;
    private Path store;
    private LockedPackage mawk;
    private LockedPackage libc;

    @BeforeEach
    void makePackages() throws IOException {
        pool = directory.resolve("pool");
        store = directory.resolve("store");
        mawk = DebFixture.make(pool, "mawk", Map.of("./usr/bin/mawk", "#!/bin/sh\n"));
        libc = DebFixture.make(
                pool, "libc6", Map.of("./lib/x/libc.so.6", "libc", "./usr/lib/x/libc.so", "-> /lib/x/libc.so.6"));
    }

    private List<Path> fetch(List<SourceFile> files) {
        fetches.incrementAndGet();
        return files.stream().map(file -> pool.resolve(file.file())).toList();
    }

    private static EnvironmentLock lock(Map<String, String> links, List<String> requested, LockedPackage... packages) {
        TreeMap<String, String> files = new TreeMap<>(Map.of("etc/hosts", "127.0.0.1 localhost\n"));
        return new EnvironmentLock(
                "tools",
                "Tools.",
                "bookworm",
                "amd64",
                null,
                new TreeMap<>(links),
                files,
                requested,
                List.of(packages),
                List.of());
    }

    private EnvironmentLock lock() {
        return lock(Map.of("usr/bin/awk", "mawk"), List.of("mawk"), mawk, libc);
    }

    private Path assemble(EnvironmentLock lock) {
        return new RootStore(store).assemble(lock, this::fetch, Progress.NONE);
    }

    private static List<String> describe(Path root) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path path : Trees.list(root)) {
            String name = Trees.unixPath(root.relativize(path));
            if (Files.isSymbolicLink(path)) {
                lines.add(name + " -> " + Files.readSymbolicLink(path));
                continue;
            }
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
            lines.add(mode + " " + name + (Files.isRegularFile(path) ? " " + Files.readString(path) : ""));
        }
        return lines;
    }

    @Test
    void packagesLinksAndFilesMakeOneTree() throws IOException {
        Path root = assemble(lock());

        assertThat(root.getParent()).isEqualTo(store);
        assertThat(root.getFileName()).hasToString("tools-" + lock().digest().abbreviated());
        assertThat(root.resolve("usr/bin/awk")).hasContent("#!/bin/sh\n");
        assertThat(root.resolve("lib/x/libc.so.6")).hasContent("libc");
        assertThat(root.resolve("usr/lib/x/libc.so")).isSymbolicLink().hasContent("libc");
        assertThat(root.resolve("etc/hosts")).hasContent("127.0.0.1 localhost\n");
        assertThat(RootStore.digestOf(root)).isEqualTo(lock().digest());
    }

    @Test
    void treeIsTheSameAnywhere() throws IOException {
        Path one = assemble(lock());
        Path other = new RootStore(directory.resolve("an other store")).assemble(lock(), this::fetch, Progress.NONE);
        assertThat(describe(other)).isEqualTo(describe(one)).isNotEmpty();
    }

    @Test
    void anAssembledTreeIsNotFetchedAgain() {
        Path root = assemble(lock());
        assertThat(assemble(lock())).isEqualTo(root);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aPackageThatCannotBeFetchedIsToldWithItsLock() {
        RootStore roots = new RootStore(store);
        assertThatThrownBy(() -> roots.assemble(
                        lock(),
                        sources -> {
                            throw new BuildFailure("Cannot fetch mawk.deb: it is not what was pinned");
                        },
                        Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("mawk.deb")
                .hasMessageContaining("needed by the lock tools");
    }

    @Test
    void buildsAtTheSameTimeAssembleOnce() throws Exception {
        ExecutorService builds = Executors.newFixedThreadPool(2);
        try {
            Callable<Path> build = () -> assemble(lock());
            Path expected = store.resolve("tools-" + lock().digest().abbreviated());
            for (Future<Path> future : builds.invokeAll(List.of(build, build))) {
                assertThat(future.get()).isEqualTo(expected);
            }
        } finally {
            builds.shutdownNow();
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void whatAKilledBuildLeftIsRemoved() throws IOException {
        String name = "tools-" + lock().digest().abbreviated();
        Path leftover = store.resolve("." + name + ".4711-1-99.tmp");
        Files.createDirectories(leftover.resolve("root/usr"));
        Path other = Files.createDirectories(store.resolve(".other-1.2-abc.4711-1-99.tmp/root"));
        Files.writeString(Files.createDirectories(store.resolve(name)).resolve("half"), "half a tree");

        Path root = assemble(lock());

        assertThat(leftover).doesNotExist();
        assertThat(other).doesNotExist();
        assertThat(root.resolve("half")).doesNotExist();
        assertThat(root.resolve("usr/bin/mawk")).exists();
    }

    @Test
    void afterAFailureNothingIsLeftAndTheNextBuildSucceeds() throws IOException {
        RootStore roots = new RootStore(store);
        assertThatThrownBy(() -> roots.assemble(
                        lock(),
                        files -> {
                            throw new BuildFailure("The network is gone.");
                        },
                        Progress.NONE))
                .hasMessageContaining("The network is gone.");
        byte[] whole = Files.readAllBytes(pool.resolve(libc.source().file()));
        Files.write(pool.resolve(libc.source().file()), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> assemble(lock())).isInstanceOf(BuildFailure.class);
        assertThat(visibleEntries()).isEmpty();

        Files.write(pool.resolve(libc.source().file()), whole);
        assertThat(assemble(lock())).isDirectory();
    }

    private List<String> visibleEntries() {
        try (Stream<Path> entries = Files.list(store)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals(".locks"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRequestedPackageThatIsNotPinnedIsNamed() {
        assertThatThrownBy(() -> assemble(lock(Map.of(), List.of("mawk", "perl", "make"), mawk)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("tools")
                .hasMessageContaining("make, perl");
        assertThat(fetches).hasValue(0);
    }

    @Test
    void aLinkToNothingIsNamed() {
        EnvironmentLock lock = lock(Map.of("usr/bin/cc", "clang-19", "usr/bin/awk", "mawk"), List.of(), mawk);
        assertThatThrownBy(() -> assemble(lock))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("usr/bin/cc -> clang-19")
                .hasMessageNotContaining("usr/bin/awk");
        assertThat(visibleEntries()).isEmpty();
    }

    @Test
    void packagesThatContradictEachOtherAreNamed() throws IOException {
        LockedPackage gawk = DebFixture.make(pool, "gawk", Map.of("./bin/mawk", "another"));
        assertThatThrownBy(() -> assemble(lock(Map.of(), List.of(), mawk, gawk)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("usr/bin/mawk")
                .hasMessageContaining("gawk");
    }

    @Test
    void aDirectoryThatIsNoTreeHasNoDigest() throws IOException {
        assertThatThrownBy(() -> RootStore.digestOf(directory))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void progressTellsTheResultAndCountsPackagesForDebugging() {
        RecordedProgress progress = new RecordedProgress();
        new RootStore(store).assemble(lock(), this::fetch, progress);
        assertThat(progress.infos()).hasSize(1).first().asString().startsWith("tools assembled from 2 packages");
        assertThat(progress.debugs()).anyMatch(line -> line.startsWith("[1/2] tools: "));
        assertThat(progress.debugs()).anyMatch(line -> line.startsWith("[2/2] tools: "));
    }

    private Derivation derivation(String script) throws IOException {
        Path catalog = directory.resolve("catalog");
        Files.createDirectories(catalog.resolve("sysroot/test"));
        Files.writeString(catalog.resolve("sysroot/test/derive.sh"), script);
        TreeMap<String, String> variables = new TreeMap<>(Map.of("FLOOR", "1.0"));
        return new Derivation(
                "tools-1.0", Digest.ofText(script), catalog, "sysroot/test/derive.sh", variables, "Correct tools.yaml");
    }

    private Path derive(Derivation derivation) {
        Sandbox sandbox = HostSandbox.of(List.of("bash", "cp"), System.getenv("PATH"));
        return new RootStore(store)
                .derive(
                        derivation,
                        () -> assemble(lock()),
                        sandbox,
                        directory.resolve("logs/sysroot.log"),
                        Progress.NONE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aScriptMakesATreeOfAnother() throws IOException {
        Derivation derivation = derivation("""
                set -eu
                cp -a "$SYSROOT/." "$OUT/"
                echo "made in $PWD" > made && [ -e "$BUILD/made" ]
                echo "older $FLOOR" > "$OUT/usr/lib/x/libc.so.6"
                """);
        Path root = derive(derivation);

        assertThat(root)
                .isEqualTo(store.resolve("tools-1.0-" + derivation.digest().abbreviated()));
        assertThat(root.resolve("usr/lib/x/libc.so")).isSymbolicLink().hasContent("older 1.0\n");
        assertThat(root.resolve("usr/bin/awk")).hasContent("#!/bin/sh\n");
        assertThat(assemble(lock()).resolve("lib/x/libc.so.6")).hasContent("libc");
        assertThat(RootStore.digestOf(root)).isEqualTo(derivation.digest());
        assertThat(visibleEntries())
                .containsExactlyInAnyOrder(
                        root.getFileName().toString(),
                        "tools-" + lock().digest().abbreviated());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDerivedTreeNeedsItsBaseNoMore() throws IOException {
        Derivation derivation = derivation("echo made > \"$OUT/file\"");
        Path root = derive(derivation);
        Trees.delete(assemble(lock()));
        Files.writeString(root.resolve("seen"), "by the second");

        assertThat(derive(derivation).resolve("seen")).exists();
        assertThat(fetches).hasValue(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatAKilledDerivationLeftIsRemoved() throws IOException {
        Derivation derivation = derivation("echo made > \"$OUT/file\"");
        String name = "tools-1.0-" + derivation.digest().abbreviated();
        Path leftover = store.resolve("." + name + ".4711-1-99.tmp");
        Files.createDirectories(leftover.resolve("root/usr"));
        Files.writeString(Files.createDirectories(store.resolve(name)).resolve("half"), "half a tree");

        Path root = derive(derivation);

        assertThat(leftover).doesNotExist();
        assertThat(root.resolve("half")).doesNotExist();
        assertThat(root.resolve("file")).exists();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFailedScriptLeavesItsWordsAndNoTree() throws IOException {
        Derivation derivation = derivation("echo half > \"$OUT/file\"; echo 'no such library' >&2; exit 3");

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> derive(derivation))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("Making tools-1.0 from tools-")
                    .hasMessageContaining("exit code 3")
                    .hasMessageContaining("no such library")
                    .hasMessageContaining("-> Correct tools.yaml")
                    .hasMessageContaining(directory.resolve("logs/sysroot.log").toString());
        }
        assertThat(directory.resolve("logs/sysroot.log")).hasContent("no such library\n");
        assertThat(visibleEntries()).containsExactly("tools-" + lock().digest().abbreviated());
    }
}
