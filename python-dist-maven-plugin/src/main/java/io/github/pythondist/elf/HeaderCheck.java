package io.github.pythondist.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Looks whether the sizes that section headers and hash tables claim fit into the file, and whether the entries of tables
 * have the size that the gABI gives them. JElf believes them, so that a damaged file could make it ask for all memory
 * there is.
 *
 * @see <a href="https://www.sco.com/developers/gabi/latest/ch4.sheader.html">gABI, section header</a>
 */
final class HeaderCheck {

    private static final int SHT_SYMTAB = 2;
    private static final int SHT_RELA = 4;
    private static final int SHT_HASH = 5;
    private static final int SHT_DYNAMIC = 6;
    private static final int SHT_NOBITS = 8;
    private static final int SHT_DYNSYM = 11;
    private static final int SHT_GNU_HASH = 0x6ffffff6;

    private final ByteBuffer file;
    private final boolean wide;

    private HeaderCheck(ByteBuffer file, boolean wide) {
        this.file = file;
        this.wide = wide;
    }

    /**
     * @throws ElfFormatException if a section reaches beyond the file or a table beyond its section
     */
    static void check(byte[] bytes) throws ElfFormatException {
        if (bytes.length < 52 || bytes[4] < 1 || bytes[4] > 2 || bytes[5] < 1 || bytes[5] > 2) {
            throw new ElfFormatException("the ELF header is damaged or cut off");
        }
        boolean wide = bytes[4] == 2;
        ByteBuffer file = ByteBuffer.wrap(bytes).order(bytes[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        try {
            new HeaderCheck(file, wide).checkSections();
        } catch (IndexOutOfBoundsException e) {
            throw new ElfFormatException("the section headers are cut off", e);
        }
    }

    private void checkSections() throws ElfFormatException {
        long table = word(wide ? 40 : 32);
        int size = Short.toUnsignedInt(file.getShort(wide ? 58 : 46));
        int count = Short.toUnsignedInt(file.getShort(wide ? 60 : 48));
        if (count > 0 && size < (wide ? 64 : 40)) {
            throw new ElfFormatException("section headers of " + size + " bytes");
        }
        for (int i = 0; i < count; i++) {
            int header = index(table + (long) i * size);
            int type = file.getInt(header + 4);
            long offset = word(header + (wide ? 24 : 16));
            long length = word(header + (wide ? 32 : 20));
            // The first one is empty and may hold counts.
            if (i == 0 || type == SHT_NOBITS) {
                continue;
            }
            if (offset < 0 || length < 0 || length > file.capacity() || offset + length > file.capacity()) {
                throw new ElfFormatException("section " + i + " reaches beyond the end of the file");
            }
            long entry = word(header + (wide ? 56 : 36));
            if (entrySize(type) != 0 && entry != entrySize(type)) {
                throw new ElfFormatException(
                        "the entries of section " + i + " have " + entry + " bytes instead of " + entrySize(type));
            }
            if (tableSize(type, (int) offset, length) > length) {
                throw new ElfFormatException("the hash table in section " + i + " claims more than its section");
            }
        }
    }

    /** Size of Elf32_Sym, Elf64_Sym and their like; 0 for what is no such table. */
    private int entrySize(int type) {
        return switch (type) {
            case SHT_SYMTAB, SHT_DYNSYM -> wide ? 24 : 16;
            case SHT_RELA -> wide ? 24 : 12;
            case SHT_DYNAMIC -> wide ? 16 : 8;
            default -> 0;
        };
    }

    private long tableSize(int type, int offset, long length) {
        if (type == SHT_GNU_HASH) {
            // buckets, first symbol, Bloom words, shift; then Bloom words and buckets.
            return length < 16 ? 16 : 16 + unsigned(offset + 8) * (wide ? 8 : 4) + unsigned(offset) * 4;
        }
        if (type == SHT_HASH) {
            return length < 8 ? 8 : 8 + (unsigned(offset) + unsigned(offset + 4)) * 4;
        }
        return 0;
    }

    private long unsigned(int at) {
        return Integer.toUnsignedLong(file.getInt(at));
    }

    private long word(int at) {
        return wide ? file.getLong(at) : unsigned(at);
    }

    private int index(long offset) throws ElfFormatException {
        if (offset < 0 || offset > file.capacity()) {
            throw new ElfFormatException("the section headers lie beyond the end of the file");
        }
        return (int) offset;
    }
}
