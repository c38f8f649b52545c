package io.github.pythondist.elf;

import static io.github.pythondist.elf.ElfFixture.elf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.elf.ElfFile.NeededVersion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What an ELF file says about itself")
final class ElfFileTest {

    @Test
    @DisplayName("a hardened library")
    void hardened() throws Exception {
        ElfFile elf = elf("libgood.so");
        assertThat(elf.type()).isEqualTo(ElfFile.Type.DYNAMIC);
        assertThat(elf.needed()).containsExactly("libc.so.6");
        assertThat(elf.runPaths()).containsExactly("$ORIGIN");
        assertThat(elf.relro()).isTrue();
        assertThat(elf.bindNow()).isTrue();
        assertThat(elf.stack()).isEqualTo(ElfFile.Stack.PLAIN);
        assertThat(elf.writableCode()).isZero();
        assertThat(elf.textRelocations()).isFalse();
        assertThat(elf.exports()).containsExactly("PyInit_good");
        assertThat(elf.imports()).containsExactly("__memcpy_chk", "__stack_chk_fail", "good_function", "old_function");
        assertThat(elf.neededVersions())
                .containsExactlyInAnyOrder(
                        new NeededVersion("libc.so.6", "GLIBC_2.2.5"),
                        new NeededVersion("libc.so.6", "GLIBC_2.3.4"),
                        new NeededVersion("libc.so.6", "GLIBC_2.4"),
                        new NeededVersion("libc.so.6", "GLIBC_2.17"));
        assertThat(elf.interpreter()).isEmpty();
        assertThat(elf.positionIndependentProgram()).isFalse();
    }

    @Test
    @DisplayName("a library with every weakness")
    void weak() throws Exception {
        ElfFile elf = elf("libbad.so");
        assertThat(elf.needed()).containsExactly("libevil.so.1", "libc.so.6");
        assertThat(elf.runPaths()).containsExactly("/opt/evil/lib");
        assertThat(elf.relro()).isFalse();
        assertThat(elf.bindNow()).isFalse();
        assertThat(elf.hasLazyTable()).isTrue();
        assertThat(elf.stack()).isEqualTo(ElfFile.Stack.EXECUTABLE);
        assertThat(elf.writableCode()).isEqualTo(1);
        assertThat(elf.textRelocations()).isTrue();
        assertThat(elf.exports()).contains("SSL_new", "inflate");
    }

    @Test
    @DisplayName("names, versions and own names of libraries")
    void names() throws Exception {
        assertThat(elf("libnew.so").neededVersions())
                .extracting(NeededVersion::version)
                .containsExactlyInAnyOrder("GLIBC_2.99", "GLIBC_PRIVATE");
        assertThat(elf("libedit.so.2").soname()).contains("libedit.so.2");
        assertThat(elf("libgood.so").soname()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "program, x86_64, 64, LITTLE_ENDIAN",
        "aarch64.so, aarch64, 64, LITTLE_ENDIAN",
        "s390x.so, s390x, 64, BIG_ENDIAN",
        "i386.so, x86, 32, LITTLE_ENDIAN"
    })
    @DisplayName("machine, class and byte order")
    void machines(String name, String machine, int bits, String order) throws Exception {
        ElfFile elf = elf(name);
        assertThat(elf.machine()).isEqualTo(machine);
        assertThat(elf.bits()).isEqualTo(bits);
        assertThat(elf.byteOrder())
                .isEqualTo(order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        assertThat(elf.exports()).contains("PyInit_posix", "PyImport_Inittab");
    }

    @Test
    @DisplayName("programs, at a fixed address or anywhere")
    void programs() throws Exception {
        assertThat(elf("program").positionIndependentProgram()).isTrue();
        assertThat(elf("program").interpreter()).contains("/lib64/ld-linux-x86-64.so.2");
        assertThat(elf("program-fixed").type()).isEqualTo(ElfFile.Type.EXECUTABLE);
        assertThat(elf("program-fixed").positionIndependentProgram()).isFalse();
    }

    @Test
    @DisplayName("object files say by a section what linked files say by a segment")
    void objects() throws Exception {
        assertThat(elf("good.o").type()).isEqualTo(ElfFile.Type.RELOCATABLE);
        assertThat(elf("good.o").stack()).isEqualTo(ElfFile.Stack.PLAIN);
        assertThat(elf("good.o").undefinedNames()).contains("good_function");
        assertThat(elf("good.o").codeSize()).isPositive();
        assertThat(elf("stack.o").stack()).isEqualTo(ElfFile.Stack.UNSTATED);
    }

    @Test
    @DisplayName("separated debugging information is no program")
    void debugOnly() throws Exception {
        ElfFile elf = elf("program.debug");
        assertThat(elf.debugOnly()).isTrue();
        assertThat(elf.isDynamic()).isFalse();
        assertThat(elf.interpreter()).isEmpty();
        assertThat(elf.symbolNames()).contains("PyInit__ssl");
        assertThat(elf("program").debugOnly()).isFalse();
        assertThat(elf("good.o").debugOnly()).isFalse();
    }

    @Test
    @DisplayName("compressed sections are expanded")
    void compressed() throws Exception {
        byte[] file = ElfFixture.bytes("debug.o");
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("/home/builder");
        assertThat(expanded("debug.o"))
                .anySatisfy(section -> assertThat(section).contains("/home/builder/work"));
        assertThat(expanded("good.o")).isEmpty();
    }

    private static List<String> expanded(String name) throws ElfFormatException {
        List<String> sections = new ArrayList<>();
        elf(name).compressedSections(section -> sections.add(new String(section, StandardCharsets.ISO_8859_1)));
        return sections;
    }

    @Test
    @DisplayName("a compressed section that claims a gigabyte is refused before it is expanded")
    void compressedTooFar() throws Exception {
        byte[] file = ElfFixture.bytes("debug.o");
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) elf.getLong(40);
        for (int i = 0; i < elf.getShort(60); i++) {
            int header = table + i * 64;
            if ((elf.getLong(header + 8) & 0x800) != 0) {
                elf.putLong((int) elf.getLong(header + 24) + 8, 1L << 30);
            }
        }
        assertThatThrownBy(() -> ElfFile.parse(file).compressedSections(section -> {}))
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("claims to have 1073741824 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"libbad.so", "program", "program-fixed", "i386.so", "s390x.so"})
    @DisplayName("a linked file without section headers is refused: the dynamic linker needs none")
    void withoutSections(String name) {
        byte[] file = ElfFixture.bytes(name);
        boolean wide = file[4] == 2;
        // e_shoff, e_shnum and e_shstrndx, as sstrip leaves them.
        Arrays.fill(file, wide ? 40 : 32, wide ? 48 : 36, (byte) 0);
        Arrays.fill(file, wide ? 60 : 48, wide ? 64 : 52, (byte) 0);
        assertThatThrownBy(() -> ElfFile.parse(file))
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("section headers were removed");
    }

    @ParameterizedTest(name = "sh_type {0}")
    @ValueSource(ints = {6, 11, 0x6ffffffe})
    @DisplayName("a linked file whose section headers hide a table is refused")
    void hiddenSection(int type) {
        byte[] file = ElfFixture.bytes("libbad.so");
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        // SHT_PROGBITS: bytes that nothing is known of.
        elf.putInt(header(elf, type) + 4, 1);
        assertThatThrownBy(() -> ElfFile.parse(file))
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("do not match");
    }

    @ParameterizedTest(name = "sh_type {0}")
    @ValueSource(ints = {4, 6, 11})
    @DisplayName("a table whose entries have a wrong size is refused")
    void entrySize(int type) {
        byte[] file = ElfFixture.bytes("libbad.so");
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        elf.putLong(header(elf, type) + 56, 1);
        assertThatThrownBy(() -> ElfFile.parse(file))
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("have 1 bytes instead of");
    }

    /** Where the first section header of a type is in a 64-bit file. */
    private static int header(ByteBuffer elf, int type) {
        for (int i = 1; i < elf.getShort(60); i++) {
            int header = (int) elf.getLong(40) + i * 64;
            if (elf.getInt(header + 4) == type) {
                return header;
            }
        }
        throw new AssertionError("no section of type " + type);
    }

    @Test
    @DisplayName("libraries cannot share their needed versions: time would grow with the square of the file")
    void sharedVersions() {
        ByteBuffer section = ByteBuffer.allocate(16 * 1000);
        for (int i = 0; i < 500; i++) {
            section.putShort(i * 16 + 2, (short) 500);
            section.putInt(i * 16 + 8, (500 - i) * 16);
            section.putInt(i * 16 + 12, i < 499 ? 16 : 0);
            section.putInt((500 + i) * 16 + 12, i < 499 ? 16 : 0);
        }
        assertThatThrownBy(() -> VersionNeeds.read(section, 500, offset -> "x"))
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("more versions than it has room for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"libgood.so", "debug.o", "program", "i386.so"})
    @DisplayName("a file cut off anywhere, or with bytes changed, is read or refused; nothing else happens")
    void damaged(String name) {
        byte[] whole = ElfFixture.bytes(name);
        for (int length = 4; length < whole.length; length += 7) {
            readAll(Arrays.copyOf(whole, length));
        }
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] changed = whole.clone();
            for (int j = 0; j < 4; j++) {
                changed[4 + random.nextInt(whole.length - 4)] = (byte) random.nextInt();
            }
            readAll(changed);
        }
        assertThatThrownBy(() -> ElfFile.parse(Arrays.copyOf(whole, 30))).isInstanceOf(ElfFormatException.class);
    }

    private static void readAll(byte[] bytes) {
        try {
            ElfFile elf = ElfFile.parse(bytes);
            elf.needed();
            elf.neededVersions();
            elf.runPaths();
            elf.interpreter();
            elf.exports();
            elf.symbolNames();
            elf.stack();
            elf.codeSize();
            elf.compressedSections(section -> {});
            PythonModules.builtIn(elf);
        } catch (ElfFormatException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
