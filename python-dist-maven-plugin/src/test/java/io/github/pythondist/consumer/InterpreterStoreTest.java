package io.github.pythondist.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pythondist.archive.ArchiveFormat;
import io.github.pythondist.archive.ArchiveOptions;
import io.github.pythondist.archive.TarMaker;
import io.github.pythondist.archive.TreeArchiver;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.report.RecordedProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpreterStoreTest {

    @TempDir
    Path directory;

    private Path root;
    private Path archive;
    private InterpreterStore store;

    @BeforeEach
    void makeArchive() throws IOException {
        root = directory.resolve("store");
        archive = new FakeDistribution(directory.resolve("tree")).write(directory.resolve("dist.tar.gz"));
        store = new InterpreterStore(root);
    }

    @AfterEach
    void openUp() throws IOException {
        Trees.delete(root);
    }

    @Test
    void unpacksReadOnlyUnderTheDigestOfTheArchive() throws IOException {
        InterpreterHome home = store.unpack(UnpackRequest.of(archive), Progress.NONE);

        assertThat(home.home()).isEqualTo(root.resolve(Digest.of(archive).hex()).resolve("python"));
        assertThat(home.executable()).isExecutable().hasFileName("python3.13");
        assertThat(home.description().pythonVersion()).isEqualTo("3.13.15");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.executable())))
                .isEqualTo("r-xr-xr-x");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.home().resolve("lib"))))
                .isEqualTo("r-xr-xr-x");
        assertThat(store.verify(home)).isEmpty();
    }

    @Test
    void putsAnArchiveWithoutATopDirectoryWhereOthersAre() throws IOException {
        Path zip = new FakeDistribution(directory.resolve("flat"))
                .platform("windows-x86_64")
                .file("python.exe", "MZ", false)
                .executable("python.exe")
                .write(directory.resolve("embed.zip"));

        InterpreterHome home = store.unpack(UnpackRequest.of(zip), Progress.NONE);

        assertThat(home.executable()).isEqualTo(home.home().resolve("python.exe"));
        assertThat(home.home()).isEqualTo(root.resolve(Digest.of(zip).hex()).resolve("python"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.executable())))
                .isEqualTo("r--r--r--");
        assertThat(store.verify(home)).isEmpty();
        assertThatThrownBy(() ->
                        store.unpack(UnpackRequest.of(zip).withHost(Platform.parse("linux-x86_64")), Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("does not run on linux-x86_64");
    }

    @Test
    void refusesAZipThatIsNoDistribution() throws IOException {
        Path zip = new TreeArchiver()
                .write(
                        directory.resolve("tree"),
                        directory.resolve("a.zip"),
                        ArchiveOptions.of(0).withFormat(ArchiveFormat.ZIP))
                .file();

        assertThatThrownBy(() -> store.unpack(UnpackRequest.of(zip), Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("a.zip is no archive of a Python distribution")
                .hasMessageContaining("It has no file python-dist.json.");
    }

    @Test
    void unpacksTheReferenceFormat() throws IOException {
        Path zst = new FakeDistribution(directory.resolve("zst")).write(directory.resolve("dist.tar.zst"));

        assertThat(store.verify(store.unpack(UnpackRequest.of(zst), Progress.NONE)))
                .isEmpty();
    }

    @Test
    void usesWhatIsThereWithoutReadingTheArchiveAgain() throws IOException {
        Files.setLastModifiedTime(archive, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        InterpreterHome first = store.unpack(UnpackRequest.of(archive), Progress.NONE);
        Instant made = Files.getLastModifiedTime(first.home().getParent()).toInstant();
        long size = Files.size(archive);
        FileTime time = Files.getLastModifiedTime(archive);
        Files.write(archive, new byte[(int) size]);
        Files.setLastModifiedTime(archive, time);

        InterpreterHome second = new InterpreterStore(root).unpack(UnpackRequest.of(archive), Progress.NONE);

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second.home().getParent()).toInstant())
                .isEqualTo(made);
        Files.setLastModifiedTime(archive, FileTime.from(time.toInstant().plusSeconds(1)));
        assertThatThrownBy(() -> store.unpack(UnpackRequest.of(archive), Progress.NONE))
                .as("another time, so it is read again")
                .isInstanceOf(BuildFailure.class);
    }

    @Test
    void noticesAnArchiveReplacedMomentsAgo() throws IOException {
        InterpreterHome first = store.unpack(UnpackRequest.of(archive), Progress.NONE);
        new FakeDistribution(directory.resolve("other"))
                .file("lib/new", "new", false)
                .write(archive);

        InterpreterHome second = store.unpack(UnpackRequest.of(archive), Progress.NONE);

        assertThat(second.archive()).isNotEqualTo(first.archive());
        assertThat(second.home().resolve("lib/new")).exists();
    }

    @Test
    void redoesATreeWithoutItsMarkerAndClearsWhatAKilledBuildLeft() throws IOException {
        InterpreterHome home = store.unpack(UnpackRequest.of(archive), Progress.NONE);
        Path tree = home.home().getParent();
        Files.delete(tree.resolve("complete"));
        Files.setPosixFilePermissions(home.home(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home.home().resolve("lib"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Trees.delete(home.home().resolve("lib"));
        Path left = Files.createDirectories(root.resolve("." + tree.getFileName() + ".1-2-3.tmp/python"));

        InterpreterHome again = store.unpack(UnpackRequest.of(archive), Progress.NONE);

        assertThat(again.home().resolve("lib/python3.13/os.py")).exists();
        assertThat(left).doesNotExist();
    }

    @Test
    void redoesATreeOfAnotherFormatOrWithoutItsInterpreter() throws IOException {
        InterpreterHome home = store.unpack(UnpackRequest.of(archive), Progress.NONE);
        Path marker = home.home().resolveSibling("complete");
        String text = Files.readString(marker);
        Files.writeString(marker, text.replaceFirst("store 2", "store 1"));
        store.unpack(UnpackRequest.of(archive), Progress.NONE);
        assertThat(marker).hasContent(text);

        Files.setPosixFilePermissions(home.home().resolve("bin"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.delete(home.executable());
        store.unpack(UnpackRequest.of(archive), Progress.NONE);
        assertThat(home.executable()).exists();
    }

    @Test
    void verifySaysWhatDiffers() throws IOException {
        InterpreterHome home = store.unpack(UnpackRequest.of(archive), Progress.NONE);
        Path os = home.home().resolve("lib/python3.13/os.py");
        Files.setPosixFilePermissions(os.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home.home().resolve("bin"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(os, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(os, "import sis\n");
        Files.writeString(os.resolveSibling("added.py"), "");
        Files.delete(home.home().resolve("bin/python3"));

        assertThat(store.verify(home))
                .containsExactly(
                        "bin/python3: missing",
                        "lib/python3.13/added.py: not part of the distribution",
                        "lib/python3.13/os.py: content changed");

        store.remove(home.archive());
        assertThat(home.home()).doesNotExist();
        assertThat(store.verify(store.unpack(UnpackRequest.of(archive), Progress.NONE)))
                .isEmpty();
    }

    @Test
    void verifyDoesNotTrustAChangedDescription() throws IOException {
        InterpreterHome home = store.unpack(UnpackRequest.of(archive), Progress.NONE);
        Path description = home.home().resolve("python-dist.json");
        Files.setPosixFilePermissions(description, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(description, Files.readString(description) + " ");

        assertThat(store.verify(home)).containsExactly("python-dist.json: changed or missing");
    }

    @Test
    void refusesAnotherDigest() throws IOException {
        Digest wrong = Digest.ofText("wrong");

        assertThatThrownBy(() -> store.unpack(UnpackRequest.of(archive).withExpected(wrong, "the list"), Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("expected " + wrong + ", says the list")
                .hasMessageContaining("found    " + Digest.of(archive));
        assertThat(root.resolve(Digest.of(archive).hex())).doesNotExist();
        assertThat(store.unpack(UnpackRequest.of(archive).withExpected(Digest.of(archive), "the list"), Progress.NONE)
                        .archive())
                .isEqualTo(Digest.of(archive));
    }

    @Test
    void saysWhichPlatformWasFoundAndWhichIsInTheArchive() throws IOException {
        Path musl = new FakeDistribution(directory.resolve("musl"))
                .platform("linux-x86_64-musl-freethreaded")
                .write(directory.resolve("musl.tar.gz"));
        UnpackRequest request = UnpackRequest.of(musl).withHost(Platform.parse("linux-x86_64"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> store.unpack(request, Progress.NONE))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("The archive is for linux-x86_64-musl-freethreaded; wanted is linux-x86_64")
                    .hasMessageContaining("classifier linux-x86_64-freethreaded");
            store.unpack(UnpackRequest.of(musl), Progress.NONE);
        }
    }

    @Test
    void refusesWhatIsNoDistribution() throws IOException {
        Path other = new TarMaker().file("zlib/README", "x").write(directory.resolve("zlib.tar.gz"));
        Path empty = new FakeDistribution(directory.resolve("empty"))
                .executable("bin/missing")
                .write(directory.resolve("empty.tar.gz"));
        Path twoRoots = new TarMaker()
                .file("python/python-dist.json", """
                        {"name": "a", "version": "1", "pythonVersion": "3", "platform": "linux-x86_64",
                         "executable": "bin/python3"}""")
                .file("evil", "x")
                .write(directory.resolve("two.tar.gz"));
        byte[] bytes = Files.readAllBytes(archive);
        Path cut = Files.write(directory.resolve("cut.tar.gz"), Arrays.copyOf(bytes, bytes.length - 10));

        refused(other, "is no archive of a Python distribution");
        refused(empty, "names the interpreter bin/missing");
        refused(twoRoots, "entry evil is not in a top directory");
        refused(cut, "damaged or incomplete");
        refused(directory.resolve("missing"), "There is no archive");
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left.map(path -> path.getFileName().toString())).allMatch(name -> name.startsWith(".locks"));
        }
    }

    @Test
    void saysThatTheCacheCannotBeWrittenTo() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        for (Path place : List.of(file.resolve("trees"), Path.of("/proc/trees"))) {
            assertThatThrownBy(() -> new InterpreterStore(place).unpack(UnpackRequest.of(archive), Progress.NONE))
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining("Cannot unpack " + archive + " into " + place)
                    .hasMessageContaining("-Dpython-dist.cacheDirectory=");
        }
    }

    @ParameterizedTest
    @CsvSource({"ro, Read-only file system", "size=100k, No space left on device"})
    void saysThatTheCacheIsReadOnlyOrFull(String option, String reason) throws Exception {
        assumeTrue(
                new ProcessBuilder("unshare", "--map-root-user", "--mount", "true")
                                .start()
                                .waitFor()
                        == 0,
                "this machine has no namespaces in which to mount such a file system");
        byte[] large = new byte[1_000_000];
        new Random(1).nextBytes(large);
        Path dist = new FakeDistribution(directory.resolve("large"))
                .file("lib/large", new String(large, StandardCharsets.ISO_8859_1), false)
                .write(directory.resolve("large.tar.gz"));
        Path mounted = Files.createDirectory(directory.resolve("mounted"));

        Process process = new ProcessBuilder(
                        "unshare",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o " + option
                                + " none \"$0\" && \"$@\"; code=$?; ls -A \"$0\"/trees/*/*; exit $code",
                        mounted.toString(),
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        UnpackMain.class.getName(),
                        mounted.resolve("trees").toString(),
                        dist.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output)
                .contains("Cannot unpack " + dist)
                .contains(reason)
                .contains("-> Check free space and permissions there")
                .as("nothing half written is left")
                .doesNotContain("large\n")
                .doesNotContain("python\n");
    }

    @Test
    void usesACacheThatIsReadOnlyButHasTheTree() throws IOException {
        InterpreterHome first = store.unpack(UnpackRequest.of(archive), Progress.NONE);
        // A file in place of the directory: root may write where others may not.
        Trees.delete(root.resolve(".digests"));
        Files.writeString(root.resolve(".digests"), "");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

        assertThat(new InterpreterStore(root).unpack(UnpackRequest.of(archive), Progress.NONE))
                .isEqualTo(first);
    }

    @Test
    void threadsUnpackOnce() throws Exception {
        RecordedProgress progress = new RecordedProgress();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<InterpreterHome> task =
                    () -> new InterpreterStore(root).unpack(UnpackRequest.of(archive), progress);
            List<Future<InterpreterHome>> homes = threads.invokeAll(List.of(task, task, task, task));
            for (Future<InterpreterHome> home : homes) {
                assertThat(home.get().executable()).isExecutable();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(progress.infos())
                .filteredOn(line -> line.startsWith("Unpacked"))
                .hasSize(1);
    }

    @Test
    void processesUnpackOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            UnpackMain.class.getName(),
                            root.toString(),
                            archive.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        StringBuilder output = new StringBuilder();
        for (Process process : processes) {
            output.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(process.waitFor()).as(output.toString()).isZero();
        }

        assertThat(output.toString().lines().filter(line -> line.startsWith("Unpacked")))
                .hasSize(1);
        assertThat(output.toString().lines().filter(line -> line.startsWith("home")))
                .hasSize(2);
    }

    private void refused(Path file, String reason) {
        assertThatThrownBy(() -> store.unpack(UnpackRequest.of(file), Progress.NONE))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("->");
    }
}
