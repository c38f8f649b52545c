package io.github.pythondist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("changes what belongs to the whole JVM")
class TreeArchiverTest {

    private static final long TIME = 1_700_000_000L;
    private static final String LONG_NAME = "very-long-" + "n".repeat(150) + ".txt";

    @TempDir
    Path directory;

    private final TreeArchiver archiver = new TreeArchiver();

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void bytesDependOnTheTreeAlone(ArchiveFormat format) throws IOException {
        Path one = tree("one", false);
        Path two = tree("two", true);
        ArchiveOptions options = ArchiveOptions.of(TIME).withFormat(format).withPrefix("python");
        String user = System.getProperty("user.name");
        Locale locale = Locale.getDefault();

        WrittenArchive first = archiver.write(one, directory.resolve("1.tar"), options);
        WrittenArchive second;
        try {
            System.setProperty("user.name", "somebody-else");
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            second = archiver.write(two, directory.resolve("2.tar"), options);
        } finally {
            System.setProperty("user.name", user);
            Locale.setDefault(locale);
        }

        assertThat(second.file()).hasSameBinaryContentAs(first.file());
        assertThat(first.digest()).isEqualTo(second.digest()).isEqualTo(Digest.of(first.file()));
        assertThat(first.size()).isEqualTo(Files.size(first.file()));
        assertThat(first.entries()).isEqualTo(format == ArchiveFormat.ZIP ? 6 : 10);
    }

    /** A change here changes every archive ever published: never adjust a digest without a reason to tell users. */
    @ParameterizedTest
    @CsvSource({
        "TAR,     a2c93294a0e7486d50786e5cee2017f862248984d6ea8c70fff2c6a5cbe76e41",
        "TAR_ZST, a440010d11b45fac832daa30b5a58c1d082909d93877a3b2369a95c0614024f8",
        "ZIP,     c2801a4302531517e7666707e3e2cf0dc02af7a286cd683ca1d63607a07dcfc1",
    })
    void bytesArePinned(ArchiveFormat format, String digest) throws IOException {
        WrittenArchive written = archiver.write(
                tree("tree", false),
                directory.resolve("a.tar"),
                ArchiveOptions.of(TIME).withFormat(format).withPrefix("python"));

        assertThat(written.digest()).hasToString(digest);
    }

    @Test
    void entriesAreSortedOwnedByNobodyAndOfFixedModes() throws IOException {
        WrittenArchive written = archiver.write(
                tree("tree", true),
                directory.resolve("a.tar.zst"),
                ArchiveOptions.of(TIME)
                        .withPrefix("python")
                        .withFilter(path -> !path.equals("a/sub"))
                        .withFirst("python-dist.json", "{}".getBytes(StandardCharsets.UTF_8))
                        .withLast("last", new byte[0]));

        List<String> entries = new ArrayList<>();
        ArchiveReader.read(written.file(), (entry, content) -> {
            entries.add(String.format(Locale.ROOT, "%o %s", entry.mode(), entry.path()));
            assertThat(entry.modified()).isEqualTo(FileTime.from(Instant.ofEpochSecond(TIME)));
            return true;
        });
        assertThat(entries)
                .containsExactly(
                        "755 python/",
                        "644 python/python-dist.json",
                        "755 python/a/",
                        "755 python/a-b",
                        "777 python/a/link",
                        "644 python/a/z",
                        "755 python/empty/",
                        "644 python/" + LONG_NAME,
                        "644 python/\u00e9",
                        "644 python/last");
    }

    @Test
    void whatIsWrittenUnpacksToTheSameTree() throws IOException {
        WrittenArchive written =
                archiver.write(tree("tree", false), directory.resolve("a.tar.zst"), ArchiveOptions.of(TIME));

        new TreeExtractor().extract(written.file(), directory.resolve("out"), ExtractOptions.defaults());
        WrittenArchive again =
                archiver.write(directory.resolve("out"), directory.resolve("b.tar.zst"), ArchiveOptions.of(TIME));

        assertThat(again.digest()).isEqualTo(written.digest());
    }

    @Test
    void aZipHasFilesAndLinksOfOneTimeAndNoDirectories() throws IOException {
        WrittenArchive written = archiver.write(
                tree("tree", true),
                directory.resolve("a.zip"),
                ArchiveOptions.of(TIME)
                        .withFormat(ArchiveFormat.ZIP)
                        .withFirst("python-dist.json", "{}".getBytes(StandardCharsets.UTF_8)));

        List<String> entries = new ArrayList<>();
        ZipReader.read(written.file(), (entry, content) -> {
            entries.add(entry.path() + " " + Integer.toOctalString(entry.mode()) + " " + entry.linkTarget());
            return true;
        });
        assertThat(entries)
                .containsExactly(
                        "python-dist.json 644 ",
                        "a-b 755 ",
                        "a/link 777 ../a-b",
                        "a/sub/c 644 ",
                        "a/z 644 ",
                        LONG_NAME + " 644 ",
                        "\u00e9 644 ");
        try (ZipFile zip = ZipFile.builder().setPath(written.file()).get()) {
            assertThat(Collections.list(zip.getEntries()))
                    .allMatch(entry -> entry.getExtra().length == 0)
                    .allMatch(entry -> !entry.getGeneralPurposeBit().usesDataDescriptor())
                    .extracting(entry -> entry.getTimeLocal().toString())
                    .containsOnly("2023-11-14T22:13:20");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**.entry");
    }

    @Test
    void aZipUnpacksToTheSameTree() throws IOException {
        Path tree = tree("tree", false);
        // Larger than every buffer, and with what does not compress.
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        Files.write(tree.resolve("noise"), noise);
        Files.write(tree.resolve("zeros"), new byte[5_000_000]);
        ArchiveOptions options =
                ArchiveOptions.of(TIME).withFormat(ArchiveFormat.ZIP).withLevel(9);
        WrittenArchive written = archiver.write(tree, directory.resolve("a.zip"), options);

        new TreeExtractor().extract(written.file(), directory.resolve("out"), ExtractOptions.defaults());

        assertThat(archiver.write(directory.resolve("out"), directory.resolve("b.zip"), options)
                        .digest())
                .isEqualTo(written.digest());
        assertThat(Files.readAllBytes(directory.resolve("out/noise"))).isEqualTo(noise);
        assertThat(Files.size(written.file())).isLessThan(3_100_000);
    }

    @Test
    void gzipHeaderNamesNoTimeNameOrSystem() throws IOException {
        WrittenArchive written = archiver.write(
                tree("tree", false),
                directory.resolve("a.tar.gz"),
                ArchiveOptions.of(TIME).withFormat(ArchiveFormat.TAR_GZ));

        byte[] header = java.util.Arrays.copyOf(Files.readAllBytes(written.file()), 10);
        assertThat(header).containsExactly(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/lib", "../../elsewhere"})
    void refusesLinksThatLeaveTheTree(String target) throws IOException {
        Path tree = tree("tree", false);
        Files.createSymbolicLink(tree.resolve("a/out"), Path.of(target));

        assertThatThrownBy(() -> archiver.write(tree, directory.resolve("a.tar.zst"), ArchiveOptions.of(TIME)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("symbolic link " + tree.resolve("a/out") + " leads")
                .hasMessageContaining("Its target is " + target);
    }

    @Test
    void leavesTheOldArchiveWhenItFails() throws IOException {
        Path archive = Files.writeString(directory.resolve("a.tar.zst"), "old");

        assertThatThrownBy(() -> archiver.write(directory.resolve("missing"), archive, ArchiveOptions.of(TIME)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Cannot archive");
        assertThat(archive).hasContent("old");
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    /** The same tree; the second time in other order, with other times and other irrelevant permissions. */
    private Path tree(String name, boolean varied) throws IOException {
        Path root = Files.createDirectory(directory.resolve(name));
        List<String> files = new ArrayList<>(List.of("a/z", "a-b", "a/sub/c", LONG_NAME, "\u00e9"));
        if (varied) {
            Collections.reverse(files);
        }
        for (String file : files) {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "content of " + file + "\n");
            boolean executable = file.equals("a-b");
            Files.setPosixFilePermissions(
                    path,
                    PosixFilePermissions.fromString(
                            executable ? (varied ? "rwx------" : "rwxrwxr-x") : (varied ? "r--------" : "rw-rw-rw-")));
            Files.setLastModifiedTime(path, FileTime.fromMillis(varied ? 1_234_567_890_123L : 987_654_321L));
        }
        Files.createDirectory(root.resolve("empty"));
        Files.setPosixFilePermissions(
                root.resolve("empty"), PosixFilePermissions.fromString(varied ? "rwx------" : "rwxrwxrwx"));
        Files.createSymbolicLink(root.resolve("a/link"), Path.of("../a-b"));
        return root;
    }
}
