package io.github.pythondist.pe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.pythondist.pe.PeFile.DebugLink;
import io.github.pythondist.pe.PeFile.Export;
import io.github.pythondist.pe.PeFile.Import;
import io.github.pythondist.pe.PeFile.Subsystem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A PE file")
final class PeFileTest {

    /** Where the PE header of all fixtures is, and from there the header of the first section. */
    private static final int HEADER = 0x78;

    private static final int FIRST_SECTION = HEADER + 24 + 240;

    @Test
    @DisplayName("is told from what begins like one")
    void isTold() {
        assertThat(PeFile.isPe(PeFixture.bytes("python.exe"))).isTrue();
        assertThat(PeFile.isPe("MZ".getBytes(US_ASCII))).isFalse();
        assertThat(PeFile.isPe(Arrays.copyOf(PeFixture.bytes("python.exe"), HEADER + 3)))
                .isFalse();
        byte[] far = PeFixture.bytes("python.exe");
        far[0x3f] = 0x7f;
        assertThat(PeFile.isPe(far)).isFalse();
    }

    @Test
    @DisplayName("says what it is for and how it is protected")
    void headers() throws PeFormatException {
        PeFile program = PeFixture.pe("python.exe");
        assertThat(program.machine()).isEqualTo("amd64");
        assertThat(program.bits()).isEqualTo(64);
        assertThat(program.isLibrary()).isFalse();
        assertThat(program.subsystem()).isEqualTo(Subsystem.CONSOLE);
        assertThat(PeFixture.pe("pythonw.exe").subsystem()).isEqualTo(Subsystem.WINDOWS);
        assertThat(program.dynamicBase()).isTrue();
        assertThat(program.highEntropy()).isTrue();
        assertThat(program.noExecutableData()).isTrue();
        assertThat(program.relocationsStripped()).isFalse();
        assertThat(program.hasRelocations()).isTrue();
        assertThat(program.codeSize()).isPositive();
        assertThat(program.writableCode()).isEmpty();
        assertThat(PeFixture.pe("arm64.dll").machine()).isEqualTo("arm64");

        PeFile bad = PeFixture.pe("bad.pyd");
        assertThat(bad.isLibrary()).isTrue();
        assertThat(bad.dynamicBase()).isFalse();
        assertThat(bad.highEntropy()).isFalse();
        assertThat(bad.noExecutableData()).isFalse();
        assertThat(bad.relocationsStripped()).isTrue();
        assertThat(bad.writableCode()).containsExactly(".both");
    }

    @Test
    @DisplayName("has imports, also those that are loaded late")
    void imports() throws PeFormatException {
        assertThat(PeFixture.pe("bad.pyd").imports())
                .containsExactly(
                        new Import("evil.dll", List.of("evil"), false, 0),
                        new Import("python313.dll", List.of("Py_Missing"), false, 0),
                        new Import("late.dll", List.of("late"), true, 0));
        assertThat(PeFixture.pe("python3.dll").imports()).isEmpty();
    }

    @Test
    @DisplayName("has exports, also those that stand for another library's")
    void exports() throws PeFormatException {
        assertThat(PeFixture.pe("python313.dll").exports())
                .extracting(export -> export.name().orElseThrow())
                .containsExactlyInAnyOrder("PyImport_Inittab", "PyOS_Extra", "Py_Main", "_Py_Private");
        assertThat(PeFixture.pe("python3.dll").exports())
                .containsExactlyInAnyOrder(
                        new Export(1, Optional.of("PyOS_Extra"), Optional.of("python313.PyOS_Extra")),
                        new Export(2, Optional.of("Py_Main"), Optional.of("python313.Py_Main")));
    }

    @Test
    @DisplayName("has times, or says that they are none")
    void times() throws PeFormatException {
        assertThat(PeFixture.pe("bad.pyd").times())
                .containsEntry("header", 1600000000L)
                .containsEntry("debug directory entry 1", 1600000000L)
                .containsEntry("resource directory", 0L);
        assertThat(PeFixture.pe("python313.dll").times().values()).containsOnly(0L);
        assertThat(PeFixture.pe("bad.pyd").reproducible()).isFalse();
        byte[] bytes = PeFixture.bytes("bad.pyd");
        // From CodeView to IMAGE_DEBUG_TYPE_REPRO.
        int codeView = indexOf(bytes, new byte[] {0, 0x10, 0x5e, 0x5f, 0, 0, 0, 0, 2, 0, 0, 0});
        bytes[codeView + 8] = 16;
        assertThat(PeFile.parse(bytes).reproducible()).isTrue();
    }

    @Test
    @DisplayName("names its symbols")
    void symbols() throws PeFormatException {
        assertThat(PeFixture.pe("bad.pyd").symbolFile()).contains("C:\\users\\builder\\bad.pdb");
        assertThat(PeFixture.pe("python.exe").symbolFile()).contains("");
        assertThat(PeFixture.pe("unstripped.pyd").strippable()).contains(".debug_info", ".debug_line");
        assertThat(PeFixture.pe("_ssl.pyd").strippable()).isEmpty();
        byte[] separated = PeFixture.bytes("_ssl.pyd.debug");
        CRC32 crc = new CRC32();
        crc.update(separated);
        assertThat(PeFixture.pe("_ssl.pyd").debugLink()).contains(new DebugLink("_ssl.pyd.debug", crc.getValue()));
        assertThat(PeFile.parse(separated).debugOnly()).isTrue();
        assertThat(PeFile.parse(separated).imports()).isEmpty();
        assertThat(PeFixture.pe("_ssl.pyd").debugOnly()).isFalse();
    }

    @Test
    @DisplayName("has a version")
    void version() throws PeFormatException {
        VersionInfo version = PeFixture.pe("python.exe").version().orElseThrow();
        assertThat(version.fileVersion()).isEqualTo("3.13.15150.1013");
        assertThat(version.productVersion()).isEqualTo("3.13.15150.1013");
        assertThat(version.texts()).containsEntry("ProductVersion", "3.13.15").containsEntry("FileVersion", "3.13.15");
        assertThat(PeFixture.pe("arm64.dll").version()).isEmpty();
    }

    @Test
    @DisplayName("tells its built-in modules")
    void builtInModules() throws PeFormatException {
        assertThat(PeFixture.pe("python313.dll").builtInModules().orElseThrow()).containsExactly("nt", "sys");
        assertThat(PeFixture.pe("python3.dll").builtInModules()).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
                    6  | 7fff | it has 32767 sections; Windows loads up to 96
                    6  | 0040 | the section
                    20 | 0000 | the optional header is shorter than its data directories
                    22 | 2020 | its header says that it cannot be loaded
                    24 | 010c | the optional header begins with 0x10c
                    """)
    @DisplayName("is refused where its headers are damaged")
    void damagedHeaders(int at, String value, String what) {
        byte[] bytes = PeFixture.bytes("python313.dll");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(HEADER + at, (short)
                Integer.parseInt(value, 16));
        assertRefused(bytes, what);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
                    16 | 00ffffff | the section .text reaches beyond the end of the file
                    20 | 7fffff00 | the section .text reaches beyond the end of the file
                    20 | 00000401 | the section .text is not where Windows would look for it
                    52 | 00000000 | the section .rdata lies over another one in memory
                    """)
    @DisplayName("is refused where its sections are not what Windows would load")
    void damagedSections(int at, String value, String what) {
        byte[] bytes = PeFixture.bytes("python313.dll");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(FIRST_SECTION + at, Integer.parseInt(value, 16));
        assertRefused(bytes, what);
    }

    private static void assertRefused(byte[] bytes, String what) {
        assertThatThrownBy(() -> PeFile.parse(bytes))
                .isInstanceOf(PeFormatException.class)
                .hasMessageStartingWith(what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"python313.dll", "python3.dll", "_ssl.pyd", "bad.pyd", "_ssl.pyd.debug", "unstripped.pyd"})
    @DisplayName("damaged anywhere, is read or refused at once")
    void hostile(String fixture) throws PeFormatException {
        byte[] whole = PeFixture.bytes(fixture);
        readAll(whole);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int length = 0; length < whole.length; length += 97) {
                readOrRefused(Arrays.copyOf(whole, length));
            }
            Random random = new Random(1);
            for (int i = 0; i < 3000; i++) {
                byte[] bytes = whole.clone();
                for (int change = 1 + random.nextInt(5); change > 0; change--) {
                    change(bytes, random);
                }
                readOrRefused(bytes);
            }
        });
    }

    /** One byte, or a number: any, or a small one that leads elsewhere in the file. */
    private static void change(byte[] bytes, Random random) {
        int at = HEADER + random.nextInt(bytes.length - 4 - HEADER);
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at & ~3, random.nextInt());
            default -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at & ~3, random.nextInt(0x9000));
        }
    }

    @Test
    @DisplayName("does not believe that it has more exports than there are numbers for")
    void manyExports() throws PeFormatException {
        byte[] bytes = PeFixture.bytes("python313.dll");
        PeImage image = new PeImage(bytes);
        int directory = image.offset(image.directory(0).address());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, Integer.MAX_VALUE);
        PeFile file = PeFile.parse(bytes);
        assertThatThrownBy(file::exports)
                .isInstanceOf(PeFormatException.class)
                .hasMessage("it claims to export 2147483647 functions");
    }

    private static void readOrRefused(byte[] bytes) {
        try {
            readAll(bytes);
        } catch (PeFormatException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    private static void readAll(byte[] bytes) throws PeFormatException {
        PeFile file = PeFile.parse(bytes);
        assertThat(file.machine()).isNotNull();
        assertThat(file.subsystem()).isNotNull();
        assertThat(file.codeSize()).isNotNegative();
        assertThat(file.writableCode()).isNotNull();
        assertThat(file.strippable()).isNotNull();
        assertThat(file.imports()).isNotNull();
        assertThat(file.exports()).isNotNull();
        assertThat(file.times()).isNotEmpty();
        assertThat(file.symbolFile()).isNotNull();
        assertThat(file.debugLink()).isNotNull();
        assertThat(file.version()).isNotNull();
        assertThat(file.builtInModules()).isNotNull();
        assertThat(file.reproducible()).isIn(true, false);
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }
}
