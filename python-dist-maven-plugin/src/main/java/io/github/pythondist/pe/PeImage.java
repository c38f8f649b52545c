package io.github.pythondist.pe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a PE file by their place in memory (relative virtual address, RVA) and in the file. Every number is taken
 * for a lie until it was looked at: what leads out of the file is an {@link IndexOutOfBoundsException}, which
 * {@link PeFile} makes a {@link PeFormatException} of, and names together are read up to a limit.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/debug/pe-format">PE format, "COFF File Header", "Optional
 *     Header", "Section Table"</a>
 */
final class PeImage {

    /** Of all names together; OpenBLAS, with ten thousand exports, has 200 kB of them. */
    private static final int MOST_TEXT = 16 << 20;

    private static final int LONGEST_NAME = 4096;
    private static final int SECTION_HEADER = 40;
    private static final int SYMBOL = 18;
    /** The loader takes no more. */
    private static final int MOST_SECTIONS = 96;
    /** The loader rounds the place of a section's bytes down to a multiple of this, whatever the file says. */
    private static final int SECTOR = 512;

    private static final int PAGE = 4096;

    /**
     * @param name also where it is longer than the eight bytes of the header
     * @param address RVA
     * @param size in memory
     * @param offset of its bytes in the file
     * @param length of its bytes in the file
     * @param flags characteristics
     */
    record Section(String name, long address, long size, int offset, int length, int flags) {

        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /**
     * A part of the file that the optional header points at.
     *
     * @param address RVA
     */
    record Directory(long address, long size) {

        boolean isEmpty() {
            return address == 0 || size == 0;
        }
    }

    private final ByteBuffer file;
    private final int header;
    private final boolean wide;
    private final List<Section> sections = new ArrayList<>();
    private int textLeft = MOST_TEXT;

    PeImage(byte[] bytes) throws PeFormatException {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header = file.getInt(0x3c);
        if (header < 4 || file.getInt(header) != 0x4550) {
            throw new PeFormatException("the PE header is not where the DOS header says");
        }
        int magic = optional16(0);
        if (magic != 0x10b && magic != 0x20b) {
            throw new PeFormatException(String.format("the optional header begins with %#x", magic));
        }
        wide = magic == 0x20b;
        if (coff16(16) < directories() + 8 * directoryCount()) {
            throw new PeFormatException("the optional header is shorter than its data directories");
        }
        readSections();
    }

    private void readSections() throws PeFormatException {
        int table = header + 24 + coff16(16);
        if (coff16(2) > MOST_SECTIONS) {
            throw new PeFormatException("it has " + coff16(2) + " sections; Windows loads up to " + MOST_SECTIONS);
        }
        int pages = file.getInt(header + 24 + 32);
        long end = 0;
        for (int i = 0; i < coff16(2); i++) {
            int at = table + i * SECTION_HEADER;
            Section section = new Section(
                    sectionName(at),
                    unsigned(at + 12),
                    unsigned(at + 8),
                    file.getInt(at + 20),
                    file.getInt(at + 16),
                    file.getInt(at + 36));
            if (section.length() < 0
                    || (section.length() > 0
                            && (section.offset() < 0
                                    || (long) section.offset() + section.length() > file.capacity()))) {
                throw new PeFormatException("the section " + section.name() + " reaches beyond the end of the file");
            }
            if (section.length() > 0 && pages >= PAGE && section.offset() % SECTOR != 0) {
                throw new PeFormatException(
                        "the section " + section.name() + " is not where Windows would look for it");
            }
            if (section.address() < end) {
                throw new PeFormatException("the section " + section.name() + " lies over another one in memory");
            }
            end = section.address() + Math.max(section.size(), 1);
            sections.add(section);
        }
    }

    /** {@code /4} is a place in the table of strings, which follows the symbols. */
    private String sectionName(int at) throws PeFormatException {
        String name = textAt(at, 8);
        if (!name.matches("/\\d{1,7}")) {
            return name;
        }
        long strings = coff32(8) + coff32(12) * SYMBOL;
        return textAt(index(strings + Integer.parseInt(name.substring(1))), LONGEST_NAME);
    }

    boolean wide() {
        return wide;
    }

    List<Section> sections() {
        return sections;
    }

    Optional<Section> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /** A field of the COFF header. */
    int coff16(int at) {
        return Short.toUnsignedInt(file.getShort(header + 4 + at));
    }

    long coff32(int at) {
        return unsigned(header + 4 + at);
    }

    /** A field of the optional header. */
    int optional16(int at) {
        return Short.toUnsignedInt(file.getShort(header + 24 + at));
    }

    long optional32(int at) {
        return unsigned(header + 24 + at);
    }

    long imageBase() {
        return wide ? file.getLong(header + 24 + 24) : optional32(28);
    }

    private int directories() {
        return wide ? 112 : 96;
    }

    private int directoryCount() {
        return (int) Math.min(16, optional32(directories() - 4));
    }

    Directory directory(int number) {
        int at = directories() + 8 * number;
        return number < directoryCount() ? new Directory(optional32(at), optional32(at + 4)) : new Directory(0, 0);
    }

    /** Whether the byte of an RVA is in the file and in a section. */
    boolean isThere(long address) {
        return sections.stream()
                .anyMatch(section -> address >= section.address() && address - section.address() < section.length());
    }

    /** Where in the file the byte of an RVA is. */
    int offset(long address) {
        if (address >= 0 && address < optional32(60) && address < file.capacity()) {
            return (int) address;
        }
        for (Section section : sections) {
            long distance = address - section.address();
            if (distance >= 0 && distance < section.length()) {
                return (int) (section.offset() + distance);
            }
        }
        throw new IndexOutOfBoundsException(String.format("the address %#x is not in the file", address));
    }

    long word(long address) {
        return unsigned(offset(address));
    }

    int half(long address) {
        return Short.toUnsignedInt(file.getShort(offset(address)));
    }

    /** Four or eight bytes, as the machine's addresses have. */
    long pointer(long address) {
        return wide ? file.getLong(offset(address)) : word(address);
    }

    /** An ASCII text that ends with a zero byte. */
    String text(long address) throws PeFormatException {
        return textAt(offset(address), LONGEST_NAME);
    }

    /** The text at an offset of the file, to a zero byte or a length. */
    String textAt(int offset, int most) throws PeFormatException {
        int length = 0;
        while (length < most && file.get(offset + length) != 0) {
            length++;
        }
        if (length == LONGEST_NAME) {
            throw new PeFormatException("a name has more than " + LONGEST_NAME + " bytes");
        }
        textLeft -= length;
        if (textLeft < 0) {
            throw new PeFormatException("its names have more than " + MOST_TEXT + " bytes");
        }
        byte[] text = new byte[length];
        file.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** A part of the file. */
    ByteBuffer bytes(int offset, long length) {
        if (offset < 0 || length < 0 || offset + length > file.capacity()) {
            throw new IndexOutOfBoundsException("a part of " + length + " bytes reaches beyond the end of the file");
        }
        return file.slice(offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    }

    long unsigned(int at) {
        return Integer.toUnsignedLong(file.getInt(at));
    }

    private static int index(long offset) {
        if (offset < 0 || offset > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException("a place beyond the end of the file");
        }
        return (int) offset;
    }
}
