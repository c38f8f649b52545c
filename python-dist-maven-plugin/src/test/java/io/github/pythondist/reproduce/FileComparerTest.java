package io.github.pythondist.reproduce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pythondist.archive.TarMaker;
import io.github.pythondist.elf.ElfFile;
import io.github.pythondist.elf.ElfFixture;
import io.github.pythondist.report.BuildFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Two results are compared")
final class FileComparerTest {

    private static final List<Trace> TRACES = List.of(
            new Trace(DifferenceKind.PATH, "/build", "/elsewhere/build"),
            new Trace(DifferenceKind.HOST_NAME, "builder", "other-machine"));

    @TempDir
    private Path directory;

    @Test
    @DisplayName("equal files are identical, whatever they are called")
    void equal() {
        Comparison comparison = compare(tar("a", "one"), tar("a", "one"));
        assertThat(comparison.identical()).isTrue();
        assertThat(comparison.toText())
                .contains("identical")
                .contains(comparison.first().sha256().hex());
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @DisplayName("a line of text says why it differs")
    @CsvSource(
            delimiter = ';',
            value = {
                "built 2026-11-21T10:11:12Z by make; built 2031-08-03T17:24:00+02:00 by make; time",
                "Sat Nov 21 13:05:00 UTC 2026; Sun Aug 13 01:01:01 EET 2031; time",
                "#define DATE \"Nov 21 2026\"; #define DATE \"Aug  3 2031\"; time",
                "at 13:05:01 or so; at 09:58 or so; time",
                "stamp=1795266300; stamp=1943000000; time",
                "stamp=20261121; stamp=20310803; time",
                "L 21. november 2026 13:05:00 EET; Sat 3 Aug 2031 13:05:00; time",
                "prefix=/build/src/x; prefix=/elsewhere/build/src/x; path",
                "on builder at noon; on other-machine at noon; host-name",
                "a.o b.o c.o; c.o a.o b.o; order",
                "int x = 1; int x = 2; content",
                "version 3.13.5; version 3.13.6; content"
            })
    void lines(String first, String second, String kind) {
        assertThat(compare(text("same\n" + first + "\n"), text("same\n" + second + "\n")))
                .satisfies(comparison -> {
                    assertThat(comparison.differences()).hasSize(1);
                    Difference difference = comparison.differences().get(0);
                    assertThat(difference.kind().label()).isEqualTo(kind);
                    assertThat(difference.where()).isEmpty();
                    assertThat(difference.what()).contains("line 2");
                    assertThat(difference.first()).isEqualTo(first);
                    assertThat(difference.second()).isEqualTo(second);
                });
    }

    @Test
    @DisplayName("each kind of difference in a text is named once, with its number")
    void severalKinds() {
        Comparison comparison = compare(
                text("in /build\nat 10:00:00\nin /build\nend\n"),
                text("in /elsewhere/build\nat 11:00:00\nin /elsewhere/build\nend\n"));
        assertThat(comparison.differences())
                .extracting(Difference::kind, Difference::more)
                .containsExactlyInAnyOrder(tuple(DifferenceKind.PATH, 1), tuple(DifferenceKind.TIME, 0));
    }

    @Test
    @DisplayName("lines in another order are an order, more lines are a size")
    void orderAndSize() {
        assertThat(compare(text("a\nb\nc\n"), text("c\nb\na\n")).differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.kind()).isEqualTo(DifferenceKind.ORDER);
                    assertThat(difference.first()).isEqualTo("a");
                    assertThat(difference.second()).isEqualTo("c");
                });
        assertThat(kinds(compare(text("a\nb\n"), text("a\nb\nc\n")))).containsExactly(DifferenceKind.SIZE);
        assertThat(kinds(compare(file(new byte[] {0, 1, 2}), file(new byte[] {0, 1, 2, 3}))))
                .containsExactly(DifferenceKind.SIZE);
    }

    @Test
    @DisplayName("where most numbers that differ are no times, none is taken for one: code has such by chance")
    void numbersOfCode() {
        ByteBuffer first = ByteBuffer.allocate(96);
        ByteBuffer second = ByteBuffer.allocate(96);
        first.putInt(0, 1_795_266_300).putInt(32, 5).putInt(64, 6);
        second.putInt(0, 1_943_000_000).putInt(32, 7).putInt(64, 1_000);
        assertThat(kinds(compare(file(first.array()), file(second.array())))).containsExactly(DifferenceKind.CONTENT);
        first.putInt(64, 6);
        second.putInt(64, 6);
        assertThat(kinds(compare(file(first.array()), file(second.array())))).contains(DifferenceKind.TIME);
    }

    @Test
    @DisplayName("a number of seconds in a binary file is a time, a text in it is read, other bytes are shown")
    void binary() {
        assertThat(compare(file(pyc(1_795_266_300)), file(pyc(1_943_000_000))).differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.kind()).isEqualTo(DifferenceKind.TIME);
                    assertThat(difference.offset()).isEqualTo(8);
                });
        assertThat(compare(file(zeros("from /build/x.c")), file(zeros("from /elsewhere/build/x.c")))
                        .differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.kind()).isEqualTo(DifferenceKind.PATH);
                    assertThat(difference.first()).contains("/build/x.c");
                });
        assertThat(kinds(compare(file(zeros("one\0two\0three")), file(zeros("three\0one\0two")))))
                .containsExactly(DifferenceKind.ORDER);
        assertThat(compare(file(new byte[] {0, 1, 'A', 3}), file(new byte[] {0, 1, 'B', 3}))
                        .differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.kind()).isEqualTo(DifferenceKind.CONTENT);
                    assertThat(difference.first()).isEqualTo("41 03 |A.|");
                    assertThat(difference.offset()).isEqualTo(2);
                });
    }

    @Test
    @DisplayName("headers of a tar: mode, owner, time, type, target, once for all members")
    void tarHeaders() throws IOException {
        Path first = Files.write(
                directory.resolve("first.tar"),
                tar(entry("a", 0644, 0, 1000), entry("b", 0644, 0, 1000), entry("c", 0644, 0, 1000)));
        Path second = Files.write(
                directory.resolve("second.tar"),
                tar(entry("a", 0664, 0, 1000), entry("b", 0664, 1000, 1000), entry("c", 0644, 0, 2000)));
        assertThat(compare(first, second).differences())
                .extracting(
                        Difference::where, Difference::kind, Difference::first, Difference::second, Difference::more)
                .containsExactly(
                        tuple(List.of("a"), DifferenceKind.MODE, "0644", "0664", 1),
                        tuple(List.of("b"), DifferenceKind.OWNER, "0:0", "1000:0", 0),
                        tuple(List.of("c"), DifferenceKind.TIME, "1970-01-01T00:16:40Z", "1970-01-01T00:33:20Z", 0));
        Path file = new TarMaker().file("a", "b").symlink("l", "x").write(directory.resolve("1.tar"), "tar");
        Path link = new TarMaker().symlink("a", "b").symlink("l", "y").write(directory.resolve("2.tar"), "tar");
        assertThat(kinds(compare(file, link))).contains(DifferenceKind.TYPE).contains(DifferenceKind.LINK);
    }

    @Test
    @DisplayName("members of a tar: one only, another order, other content below other content")
    void tarMembers() throws IOException {
        assertThat(kinds(compare(tar("a", "1", "b", "2"), tar("b", "2", "a", "1"))))
                .containsExactly(DifferenceKind.ORDER);
        assertThat(compare(tar("a", "1", "b", "2"), tar("b", "2", "c", "3")).differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.kind()).isEqualTo(DifferenceKind.MEMBER);
                    assertThat(difference.first()).isEqualTo("a");
                    assertThat(difference.second()).isEqualTo("c");
                });
        Path inner = Files.write(directory.resolve("inner1"), zip("x/y.txt", "at 10:00:00", 0, Deflater.DEFLATED));
        Path other = Files.write(directory.resolve("inner2"), zip("x/y.txt", "at 11:11:11", 0, Deflater.DEFLATED));
        Comparison comparison = compare(tarOf("lib/w.whl", inner), tarOf("lib/w.whl", other));
        assertThat(comparison.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.where()).containsExactly("lib/w.whl", "x/y.txt");
            assertThat(difference.kind()).isEqualTo(DifferenceKind.TIME);
        });
        assertThat(comparison.toText()).contains("lib/w.whl > x/y.txt: time").contains("first:  at 10:00:00");
    }

    @Test
    @DisplayName("headers that no archiver writes are shown, and do not reach a terminal as they are")
    void hostileHeaders() throws IOException {
        byte[] archive = tar(entry("a", 0644, 0, 1));
        // In binary, as GNU tar has numbers that are too large: the last second of all.
        byte[] never = {-128, 0, 0, 0, 127, -1, -1, -1, -1, -1, -1, -1};
        System.arraycopy(never, 0, archive, 136, never.length);
        byte[] owner = "\u001b[2Jroot".getBytes(US_ASCII);
        System.arraycopy(owner, 0, archive, 265, owner.length);
        Arrays.fill(archive, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += archive[i] & 0xff;
        }
        System.arraycopy(String.format("%06o\0", sum).getBytes(US_ASCII), 0, archive, 148, 7);

        Comparison comparison = compare(file(tar(entry("a", 0644, 0, 1))), file(archive));

        assertThat(kinds(comparison)).containsExactlyInAnyOrder(DifferenceKind.OWNER, DifferenceKind.TIME);
        assertThat(comparison.toText())
                .contains("9223372036854775807 seconds since 1970", "\uFFFD[2Jroot")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the same content, compressed otherwise")
    @CsvSource({"gz", "xz", "zstd"})
    void compression(String compressor) throws IOException {
        byte[] tar = new TarMaker().file("a", "b".repeat(5000)).bytes();
        Path first = TarMaker.compress(tar, directory.resolve("first"), compressor);
        Path second = directory.resolve("second");
        if (compressor.equals("gz")) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(second)) {
                {
                    def.setLevel(Deflater.NO_COMPRESSION);
                }
            }) {
                out.write(tar);
            }
            // The library writes another "operating system", Java another level: neither is a time.
            assertThat(kinds(compare(first, second))).containsExactly(DifferenceKind.COMPRESSION);
        } else {
            TarMaker.compress(new byte[0], second, compressor);
            Files.write(second, Files.readAllBytes(first), StandardOpenOption.APPEND);
            assertThat(kinds(compare(first, second))).containsExactly(DifferenceKind.COMPRESSION);
        }
    }

    @Test
    @DisplayName("the time in the header of gzip")
    void gzipTime() throws IOException {
        byte[] gzip = Files.readAllBytes(tar("a", "b"));
        byte[] later = gzip.clone();
        ByteBuffer.wrap(later).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 1_795_266_300);
        assertThat(compare(file(gzip), file(later)).differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.kind()).isEqualTo(DifferenceKind.TIME);
                    assertThat(difference.second()).isEqualTo("2026-11-21T13:05:00Z");
                });
    }

    @Test
    @DisplayName("a zip: DOS times, and how members are compressed")
    void zips() throws IOException {
        assertThat(kinds(compare(
                        file(zip("a", "b", 1_000_000_000_000L, Deflater.DEFLATED)),
                        file(zip("a", "b", 1_500_000_000_000L, Deflater.DEFLATED)))))
                .containsExactly(DifferenceKind.TIME);
        assertThat(kinds(compare(
                        file(zip("a", "b".repeat(500), 0, Deflater.DEFLATED)), file(zip("a", "b".repeat(500), 0, -1)))))
                .containsExactly(DifferenceKind.COMPRESSION);
    }

    @Test
    @DisplayName("a static library: times, owners and modes of its members, order, an object's section")
    void libraries() throws IOException {
        byte[] object = ElfFixture.bytes("good.o");
        assertThat(compare(
                                file(library(new ArArchiveEntry("a.o", object.length, 0, 0, 0644, 0), object)),
                                file(library(new ArArchiveEntry("a.o", object.length, 1000, 100, 0600, 99), object)))
                        .differences())
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(DifferenceKind.MODE, DifferenceKind.OWNER, DifferenceKind.TIME);
        byte[] changed = doctored(object, ".comment", "clang", "Clang");
        assertThat(compare(
                                file(library(new ArArchiveEntry("a.o", object.length, 0, 0, 0644, 0), object)),
                                file(library(new ArArchiveEntry("a.o", object.length, 0, 0, 0644, 0), changed)))
                        .differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.where()).containsExactly("a.o", "section .comment");
                    assertThat(difference.kind()).isEqualTo(DifferenceKind.CONTENT);
                });
    }

    @Test
    @DisplayName("an ELF file: the section that explains, then the build ID if nothing else differs")
    void elf() throws Exception {
        byte[] program = ElfFixture.bytes("program-id");
        byte[] id = section(program, ".note.gnu.build-id");
        byte[] another = program.clone();
        another[indexOf(program, id) + id.length - 1] ^= 1;
        assertThat(compare(file(program), file(another)).differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.where()).containsExactly("section .note.gnu.build-id");
                    assertThat(difference.kind()).isEqualTo(DifferenceKind.BUILD_ID);
                });
        // A build ID is made from the contents: where these differ it says nothing.
        byte[] both = doctored(another, ".comment", "clang", "Clang");
        assertThat(compare(file(program), file(both)).differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.where()).containsExactly("section .comment"));
    }

    @Test
    @DisplayName("a damaged archive is compared as bytes, with the reason")
    void damaged() throws IOException {
        Path whole = tar("a", "b");
        Path cut = file(Arrays.copyOf(Files.readAllBytes(whole), (int) Files.size(whole) - 5));
        Comparison comparison = compare(whole, cut);
        assertThat(kinds(comparison)).containsExactly(DifferenceKind.SIZE);
        assertThat(comparison.notes()).singleElement().asString().contains("not looked into");
    }

    @Test
    @DisplayName("names that lead out of the archive lead nowhere, and control characters are not shown")
    void hostileNames() throws IOException {
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        Path first = new TarMaker()
                .file("../../escaped", "1")
                .file("/abs\u001b[31m", "1")
                .write(directory.resolve("h1"));
        Path second = new TarMaker()
                .file("../../escaped", "2")
                .file("/abs\u001b[31m", "2")
                .write(directory.resolve("h2"));
        Comparison comparison = new FileComparer().compare("h", first, second, List.of(), scratch);
        assertThat(comparison.differences()).hasSize(2);
        assertThat(comparison.toText()).contains("../../escaped").doesNotContain("\u001b");
        assertThat(scratch).isEmptyDirectory();
        assertThat(directory.resolve("escaped")).doesNotExist();
        assertThat(directory.getParent().resolve("escaped")).doesNotExist();
    }

    @Test
    @DisplayName("archives in archives in archives are looked into only so deep")
    void deep() throws IOException {
        byte[] first = "1".getBytes(US_ASCII);
        byte[] second = "2".getBytes(US_ASCII);
        for (int i = 0; i < 12; i++) {
            first = zip("inner", first);
            second = zip("inner", second);
        }
        Comparison comparison = compare(file(first), file(second));
        assertThat(comparison.identical()).isFalse();
        assertThat(comparison.notes()).singleElement().asString().contains("at a depth of 8");
    }

    @Test
    @DisplayName("a missing file is told")
    void missing() {
        Path there = text("a");
        Path nowhere = directory.resolve("nowhere");
        assertThatThrownBy(() -> compare(there, nowhere))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("Cannot compare");
    }

    private Comparison compare(Path first, Path second) {
        return new FileComparer().compare("result", first, second, TRACES, directory);
    }

    private static List<DifferenceKind> kinds(Comparison comparison) {
        return comparison.differences().stream().map(Difference::kind).toList();
    }

    private int files;

    private Path file(byte[] content) {
        try {
            return Files.write(directory.resolve("file-" + files++), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path text(String text) {
        return file(text.getBytes(UTF_8));
    }

    private Path tar(String... namesAndContents) {
        TarMaker tar = new TarMaker();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            tar.file(namesAndContents[i], namesAndContents[i + 1]);
        }
        try {
            return tar.write(directory.resolve("tar-" + files++));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path tarOf(String name, Path file) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setLastModifiedTime(FileTime.from(TarMaker.TIME));
        return file(tar(Map.entry(entry, Files.readAllBytes(file))));
    }

    private static Map.Entry<TarArchiveEntry, byte[]> entry(String name, int mode, int user, long time) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(0100000 | mode);
        entry.setIds(user, 0);
        entry.setNames("", "");
        entry.setLastModifiedTime(FileTime.from(Instant.ofEpochSecond(time)));
        return Map.entry(entry, "content".getBytes(US_ASCII));
    }

    @SafeVarargs
    private static byte[] tar(Map.Entry<TarArchiveEntry, byte[]>... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<TarArchiveEntry, byte[]> entry : entries) {
                byte[] content = entry.getValue();
                entry.getKey().setSize(content.length);
                tar.putArchiveEntry(entry.getKey());
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        return zip(name, new String(content, ISO_8859_1), 0, Deflater.DEFLATED);
    }

    /** @param method {@link Deflater#DEFLATED}, or anything else for stored */
    private static byte[] zip(String name, String content, long time, int method) throws IOException {
        byte[] bytes = content.getBytes(ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(time);
            if (method != Deflater.DEFLATED) {
                CRC32 crc = new CRC32();
                crc.update(bytes);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(crc.getValue());
            }
            zip.putNextEntry(entry);
            zip.write(bytes);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static byte[] library(ArArchiveEntry entry, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArArchiveOutputStream ar = new ArArchiveOutputStream(bytes)) {
            ar.putArchiveEntry(entry);
            ar.write(content);
            ar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] pyc(int time) {
        return ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x0a0d0df3)
                .putInt(0)
                .putInt(time)
                .putInt(77)
                .array();
    }

    private static byte[] zeros(String text) {
        return ("\0\1\0" + text + "\0").getBytes(ISO_8859_1);
    }

    private static byte[] section(byte[] elf, String name) throws Exception {
        return ElfFile.parse(elf).sections().stream()
                .filter(section -> section.name().equals(name))
                .findFirst()
                .orElseThrow()
                .content();
    }

    private static byte[] doctored(byte[] elf, String section, String from, String to) {
        try {
            byte[] content = section(elf, section);
            int at = indexOf(elf, content) + new String(content, ISO_8859_1).indexOf(from);
            byte[] changed = elf.clone();
            System.arraycopy(to.getBytes(US_ASCII), 0, changed, at, to.length());
            return changed;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        return new String(bytes, ISO_8859_1).indexOf(new String(part, ISO_8859_1));
    }
}
