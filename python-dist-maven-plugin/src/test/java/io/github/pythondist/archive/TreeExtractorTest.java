package io.github.pythondist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeExtractorTest {

    private static final String LONG_NAME = "n".repeat(120) + "/" + "m".repeat(130) + "/long.txt";
    private static final String NON_ASCII = "grüße/日本.txt";

    @TempDir
    Path directory;

    private final TreeExtractor extractor = new TreeExtractor();

    @ParameterizedTest
    @ValueSource(strings = {"tar", "gz", "bzip2", "xz", "zstd"})
    void unpacksWhateverTheCompressionIsAndHoweverTheFileIsNamed(String compressor) throws IOException {
        Path archive = new TarMaker()
                .directory("top", 0755)
                .directory("top/empty", 0700)
                .file("top/run", "#!/bin/sh\n", 0755)
                .file("top/readme", "text\n", 0640)
                .symlink("top/link", "run")
                .hardLink("top/hard", "top/readme")
                .file("top/" + LONG_NAME, "long")
                .file("top/" + NON_ASCII, "text")
                .write(directory.resolve("misnamed.zip"), compressor);
        Path target = directory.resolve("out");

        extractor.extract(archive, target, ExtractOptions.defaults());

        assertThat(target.resolve("top/run")).hasContent("#!/bin/sh\n");
        assertThat(mode(target.resolve("top/run"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(target.resolve("top/readme"))).isEqualTo("rw-r-----");
        assertThat(mode(target.resolve("top/empty"))).isEqualTo("rwx------");
        assertThat(Files.readSymbolicLink(target.resolve("top/link"))).hasToString("run");
        assertThat(Files.isSameFile(target.resolve("top/hard"), target.resolve("top/readme")))
                .isTrue();
        assertThat(target.resolve("top/" + LONG_NAME)).hasContent("long");
        assertThat(target.resolve("top/" + NON_ASCII)).hasContent("text");
        assertThat(Files.getLastModifiedTime(target.resolve("top/readme")).toInstant())
                .isEqualTo(TarMaker.TIME);
        assertThat(Files.getLastModifiedTime(target.resolve("top/empty")).toInstant())
                .isEqualTo(TarMaker.TIME);
    }

    @Test
    void readsGnuLongNamesAndSkipsGlobalHeaders() throws IOException {
        Path archive = new TarMaker()
                .gnuLongNames()
                .globalHeader("0123456789abcdef".repeat(3))
                .file(LONG_NAME, "long")
                .file(NON_ASCII, "text")
                .write(directory.resolve("a.tar.gz"));

        extractor.extract(archive, directory.resolve("out"), ExtractOptions.defaults());

        assertThat(files(directory.resolve("out"))).containsExactly(NON_ASCII, LONG_NAME);
    }

    @Test
    void dropsSetuidAndKeepsWhatTheUmaskWouldTake() throws IOException {
        Path archive = new TarMaker()
                .file("suid", "", 06777)
                .file("implied/parent/file", "", 0666)
                .write(directory.resolve("a.tar"));

        extractor.extract(archive, directory.resolve("out"), ExtractOptions.defaults());

        assertThat((int) Files.getAttribute(directory.resolve("out/suid"), "unix:mode") & 07777)
                .isEqualTo(0777);
        assertThat(mode(directory.resolve("out/implied/parent/file"))).isEqualTo("rw-rw-rw-");
        assertThat(mode(directory.resolve("out/implied/parent"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void stripsTheTopDirectory() throws IOException {
        Path archive = new TarMaker()
                .directory("./zlib-1.3", 0755)
                .file("./zlib-1.3/README", "text")
                .file("./zlib-1.3/src/a.c", "int a;")
                .hardLink("./zlib-1.3/b.c", "./zlib-1.3/src/a.c")
                .write(directory.resolve("a.tar.gz"));
        ExtractOptions options =
                ExtractOptions.defaults().withStripComponents(1).withExpectedRoot("zlib-1.3");

        extractor.extract(archive, directory.resolve("out"), options);

        assertThat(files(directory.resolve("out"))).containsExactly("README", "b.c", "src/a.c");
    }

    @Test
    void leavesOutAndRenamesByTheMapper() throws IOException {
        Path archive = new TarMaker().file("a/doc/x", "x").file("a/lib/y", "y").write(directory.resolve("a.tar"));
        Function<String, Optional<String>> mapper =
                path -> path.startsWith("a/doc/") ? Optional.empty() : Optional.of("usr/" + path);

        extractor.extract(
                archive, directory.resolve("out"), ExtractOptions.defaults().withMapper(mapper));

        assertThat(files(directory.resolve("out"))).containsExactly("usr/a/lib/y");
    }

    @Test
    void canMakeTheTreeReadOnly() throws IOException {
        Path archive =
                new TarMaker().file("d/x", "x", 0755).file("d/y", "y", 0666).write(directory.resolve("a.tar"));

        extractor.extract(
                archive, directory.resolve("out"), ExtractOptions.defaults().withReadOnly(true));

        assertThat(mode(directory.resolve("out/d"))).isEqualTo("r-xr-xr-x");
        assertThat(mode(directory.resolve("out/d/x"))).isEqualTo("r-xr-xr-x");
        assertThat(mode(directory.resolve("out/d/y"))).isEqualTo("r--r--r--");
        Trees.delete(directory.resolve("out"));
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void doesNotTouchATargetThatExists() throws IOException {
        Path archive = new TarMaker().file("x", "new").write(directory.resolve("a.tar"));
        Path target = Files.createDirectory(directory.resolve("out"));
        Files.writeString(target.resolve("x"), "old");

        assertThatThrownBy(() -> extractor.extract(archive, target, ExtractOptions.defaults()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("exists already");
        assertThatThrownBy(() -> extractor.extractInto(archive, target, ExtractOptions.defaults()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("entry x would overwrite a file");
        assertThat(target.resolve("x")).hasContent("old");
    }

    @Test
    void unpacksBesideWhatIsInAWorkDirectory() throws IOException {
        Path archive = new TarMaker().file("d/x", "new").write(directory.resolve("a.tar"));
        Path target = Files.createDirectories(directory.resolve("out"));
        Files.createDirectory(target.resolve("d"));
        Files.writeString(target.resolve("d/y"), "old");

        extractor.extractInto(archive, target, ExtractOptions.defaults());

        assertThat(files(target)).containsExactly("d/x", "d/y");
    }

    @Test
    void refusesAbsolutePaths() throws IOException {
        refuses(new TarMaker().file("/etc/evil", "x"), "entry /etc/evil has an absolute path");
    }

    @Test
    void refusesPathsThatClimbOut() throws IOException {
        refuses(new TarMaker().file("a/../../evil", "x"), "entry a/../../evil has a path with \"..\"");
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd,     absolute path /etc/passwd",
        "../evil,         leads out of the tree",
        "d/../../evil,    leads out of the tree",
        "dot/..,          leads out of the tree",
        "d/up/..,         leads out of the tree",
        "link,            leads in a circle",
    })
    void refusesLinksThatLeaveTheTree(String target, String reason) throws IOException {
        refuses(
                new TarMaker()
                        .file("d/file", "x")
                        .symlink("dot", ".")
                        .symlink("d/up", "..")
                        .symlink("link", target),
                reason);
    }

    @Test
    void keepsLinksThatStayInTheTreeEvenIfTheyDangle() throws IOException {
        Path archive = new TarMaker()
                .symlink("d/a", "../e/missing")
                .symlink("d/b", "a/../x")
                .symlink("d/c", "..")
                .write(directory.resolve("a.tar"));

        extractor.extract(archive, directory.resolve("out"), ExtractOptions.defaults());

        assertThat(Files.readSymbolicLink(directory.resolve("out/d/a"))).hasToString("../e/missing");
    }

    @Test
    void refusesToWriteThroughALink() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        refuses(
                new TarMaker().symlink("door", outside.toString()).file("door/evil", "x"),
                "entry door is a symbolic link to the absolute path");
        refuses(
                new TarMaker().symlink("door", "../outside").file("door/evil", "x"),
                "entry door/evil would be written through the symbolic link door");
        refuses(
                new TarMaker().symlink("door", "../outside/evil").file("door", "x"),
                "entry door is in the archive twice");
        refuses(
                new TarMaker().symlink("door", "../outside").directory("door", 0777),
                "entry door/ would be written through the symbolic link door");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void refusesHardLinksToWhatTheArchiveDoesNotHold() throws IOException {
        Files.writeString(directory.resolve("secret"), "secret");
        refuses(new TarMaker().hardLink("h", "../secret"), "entry h has a path with \"..\"");
        refuses(new TarMaker().hardLink("h", "/etc/passwd"), "entry h has an absolute path");
        refuses(
                new TarMaker().hardLink("h", "later").file("later", "x"),
                "which is no file unpacked from this archive");
        refuses(
                new TarMaker().symlink("s", "../secret").hardLink("h", "s"),
                "which is no file unpacked from this archive");
    }

    @Test
    void refusesDevicesAndTheLike() throws IOException {
        for (byte flag : new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO, (byte) 'V'}) {
            refuses(new TarMaker().special("node", flag), "entry node is a device node, a FIFO");
        }
    }

    @Test
    void refusesTwoEntriesOfOneName() throws IOException {
        refuses(new TarMaker().file("a", "1").file("./a", "2"), "entry ./a is in the archive twice");
        refuses(new TarMaker().file("a/b", "1").file("a", "2"), "entry a is in the archive twice");
        refuses(new TarMaker().file("a", "1").file("a/b", "2"), "needs the directory a, which is a file");
    }

    @Test
    void takesTheSameFileTwice() throws IOException {
        String large = "0123456789abcdef".repeat(1 << 17);
        Path archive = new TarMaker()
                .file("a", "1")
                .file("b", large)
                .file("./a", "1")
                .file("b", large)
                .write(directory.resolve("a.tar"));

        extractor.extract(archive, directory.resolve("out"), ExtractOptions.defaults());

        assertThat(directory.resolve("out/a")).hasContent("1");
        assertThat(Files.readString(directory.resolve("out/b"))).isEqualTo(large);
        refuses(new TarMaker().file("b", large).file("b", large + "!"), "entry b is in the archive twice");
        refuses(new TarMaker().file("b", large + "!").file("b", large), "entry b is in the archive twice");
        refuses(new TarMaker().file("a", "1").hardLink("b", "a").file("b", "1"), "entry b is in the archive twice");
    }

    @Test
    void countsAFileThatIsThereTwice() throws IOException {
        ExtractOptions small = ExtractOptions.defaults().withLimits(9, 5);
        refuses(new TarMaker().file("a", "123").file("a", "123"), small, "more than 5 unpacked bytes");
    }

    @Test
    void refusesNamesThatDifferInCaseOnlyWhenAsked() throws IOException {
        ExtractOptions strict = ExtractOptions.defaults().withRefuseCaseCollisions(true);
        refuses(new TarMaker().file("Readme", "1").file("README", "2"), strict, "differs from Readme in case");
        refuses(new TarMaker().file("A/x", "1").file("a/y", "2"), strict, "differs from A in case");
        refuses(new TarMaker().file("\u00e9", "1").file("e\u0301", "2"), strict, "Unicode form only");

        Path archive = new TarMaker().file("Readme", "1").file("README", "2").write(directory.resolve("b.tar"));
        extractor.extract(archive, directory.resolve("ok"), ExtractOptions.defaults());
        assertThat(files(directory.resolve("ok"))).containsExactly("README", "Readme");
    }

    @Test
    void refusesWhatWindowsTakesForAPathOnOtherSystemsToo() throws IOException {
        ExtractOptions strict = ExtractOptions.defaults().withRefuseCaseCollisions(true);
        for (String name : List.of("..\\evil", "C:\\x", "\\\\server\\share", "a/..\\..\\x")) {
            refuses(new TarMaker().file(name, "x"), strict, "has a name that Windows takes for a path");
        }
    }

    @Test
    void refusesNamesNoFileSystemHolds() throws IOException {
        refuses(new TarMaker().file("n".repeat(256), "x"), "has a name of more than 255 bytes");
        refuses(new TarMaker().file("dir/".repeat(1100) + "x", "x"), "has a path of more than 4096 bytes");
    }

    @Test
    void refusesMoreThanTheLimits() throws IOException {
        TarMaker three = new TarMaker().file("a", "1").file("b", "2").file("c", "3");
        refuses(three, ExtractOptions.defaults().withLimits(2, 1000), "more than 2 entries");
        refuses(
                new TarMaker().file("zeros", "0".repeat(100_000)),
                ExtractOptions.defaults().withLimits(10, 99_999),
                "more than 99999 unpacked bytes");
    }

    @Test
    void refusesEntriesOutsideTheTopDirectory() throws IOException {
        ExtractOptions stripped = ExtractOptions.defaults().withStripComponents(1);
        refuses(new TarMaker().file("one/a", "1").file("two/b", "2"), stripped, "outside the top directory one");
        refuses(new TarMaker().file("a", "1"), stripped, "is not in a top directory");
        refuses(
                new TarMaker().file("other/a", "1"),
                ExtractOptions.defaults().withExpectedRoot("python"),
                "outside the top directory python");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "gz", "bzip2", "xz", "zstd"})
    void saysWhereATruncatedArchiveEnds(String compressor) throws IOException {
        Path whole = sample().write(directory.resolve("whole"), compressor);
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {bytes.length / 3, bytes.length / 2, bytes.length - 1100}) {
            Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, length));

            assertThatThrownBy(() -> extractor.extract(cut, directory.resolve("out"), ExtractOptions.defaults()))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(BuildFailure.class)
                    .hasMessageContaining(cut + " is damaged or incomplete")
                    .hasMessageContaining("bytes of the file")
                    .hasMessageContaining("fetch it again");
            assertThat(directory.resolve("out")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "bzip2", "xz", "zstd"})
    void findsTheLastBytesMissing(String compressor) throws IOException {
        byte[] bytes = Files.readAllBytes(sample().write(directory.resolve("whole"), compressor));
        Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 2));

        assertThatThrownBy(() -> extractor.extract(cut, directory.resolve("out"), ExtractOptions.defaults()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("damaged or incomplete");
    }

    @Test
    void findsAnArchiveCutBetweenTwoEntries() throws IOException {
        byte[] bytes = new TarMaker().file("a", "1").file("b", "2").bytes();
        Path cut = Files.write(directory.resolve("cut.tar"), Arrays.copyOf(bytes, 1024));

        assertThatThrownBy(() -> extractor.extract(cut, directory.resolve("out"), ExtractOptions.defaults()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("without the end-of-archive mark")
                .hasMessageContaining("at the entry a");
    }

    @Test
    void findsADamagedHeader() throws IOException {
        byte[] bytes = new TarMaker().file("a", "1").file("b", "2").bytes();
        bytes[1024] ^= 1;
        Path damaged = Files.write(directory.resolve("damaged.tar"), bytes);

        assertThatThrownBy(() -> extractor.extract(damaged, directory.resolve("out"), ExtractOptions.defaults()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("checksum of a tar header is wrong");
    }

    @Test
    void everyFlippedByteOfACompressedArchiveIsHarmlessOrFound() throws IOException {
        byte[] bytes = Files.readAllBytes(sample().write(directory.resolve("whole"), "zstd"));
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(4, bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Path damaged = Files.write(directory.resolve("damaged"), changed);
            Path out = directory.resolve("out" + i);
            try {
                extractor.extract(damaged, out, ExtractOptions.defaults());
                assertThat(out.resolve("d/noise")).hasSize(60_000);
            } catch (BuildFailure e) {
                assertThat(out).doesNotExist();
            }
        }
    }

    @Test
    void tellsWhatAFileIsThatIsNoArchive() throws IOException {
        assertThatThrownBy(() -> extract("<html>Log in</html>"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("is no tar archive")
                .hasMessageContaining("web page");
        assertThatThrownBy(
                        () -> extract("<!DOCTYPE html><title>Sign in</title>" + "<p>Sign in, please.</p>\n".repeat(50)))
                .hasMessageContaining("web page");
        assertThatThrownBy(() -> extract("root:x:0:0:root:/root:/bin/bash\n".repeat(50)))
                .hasMessageContaining("is no tar archive");
        assertThatThrownBy(() -> extract("PK\u0003\u0004")).hasMessageContaining("ZIP archive");
        assertThatThrownBy(() -> extract("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> extractor.extract(
                        directory.resolve("missing"), directory.resolve("out"), ExtractOptions.defaults()))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("There is no archive");
    }

    @Test
    void findsOneFileWithoutUnpacking() throws IOException {
        Path archive = new TarMaker().file("./p/a.json", "{}").file("p/b", "b").write(directory.resolve("a.tar.gz"));

        assertThat(ArchiveReader.find(archive, "p/a.json", 10)).hasValue("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(ArchiveReader.find(archive, "p/c", 10)).isEmpty();
        assertThatThrownBy(() -> ArchiveReader.find(archive, "p/a.json", 1)).hasMessageContaining("too large");
    }

    private void extract(String content) throws IOException {
        extractor.extract(
                Files.writeString(directory.resolve("file"), content),
                directory.resolve("out"),
                ExtractOptions.defaults());
    }

    private void refuses(TarMaker tar, String reason) throws IOException {
        refuses(tar, ExtractOptions.defaults(), reason);
    }

    private void refuses(TarMaker tar, ExtractOptions options, String reason) throws IOException {
        Path archive = tar.write(directory.resolve("hostile.tar"), "tar");
        Path target = directory.resolve("target");
        assertThatThrownBy(() -> extractor.extract(archive, target, options))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Refused to unpack " + archive)
                .hasMessageContaining(reason)
                .hasMessageContaining("->");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.contains("target")))
                    .as("nothing is left behind")
                    .isEmpty();
        }
    }

    private static TarMaker sample() {
        byte[] noise = new byte[30_000];
        new Random(42).nextBytes(noise);
        StringBuilder text = new StringBuilder();
        for (byte b : noise) {
            text.append(String.format(Locale.ROOT, "%02x", b));
        }
        return new TarMaker().file("d/noise", text.toString()).file("d/b", "b".repeat(5000));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static List<String> files(Path root) throws IOException {
        return Trees.list(root).stream()
                .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                .map(path -> Trees.unixPath(root.relativize(path)))
                .toList();
    }
}
