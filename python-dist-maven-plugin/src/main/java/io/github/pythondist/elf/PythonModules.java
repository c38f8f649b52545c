package io.github.pythondist.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table of built-in modules out of an interpreter without running it.
 *
 * <p>The variable {@code PyImport_Inittab} is part of CPython's API and points to pairs of a name and a function, ended
 * by a name that is null. In a file that may be loaded anywhere the pointers are written by relocations. A RELA table has
 * an addend for each and perhaps a symbol, whose sum is the address; a REL table has perhaps a symbol, and the addend is
 * in place; a RELR table has neither. Without relocations the pointer is in place.
 *
 * @see <a href="https://docs.python.org/3/c-api/import.html#c._inittab">Python/C API: struct _inittab</a>
 */
public final class PythonModules {

    private static final String TABLE = "PyImport_Inittab";
    private static final int SHT_RELA = 4;
    private static final int SHT_REL = 9;
    private static final int MOST_MODULES = 1000;
    private static final int LONGEST_NAME = 200;

    private final ElfFile elf;
    private final int pointer;
    private final Map<Long, Relocation> relocations = new HashMap<>();

    /**
     * @param symbol index in the dynamic symbol table, 0 for none
     * @param addend null if it is in place
     */
    private record Relocation(int symbol, @Nullable Long addend) {}

    private PythonModules(ElfFile elf) {
        this.elf = elf;
        pointer = elf.bits() / 8;
    }

    /**
     * @return the names of the built-in modules, or empty if the file is no interpreter
     * @throws ElfFormatException if there is a table and it cannot be read
     */
    public static Optional<NavigableSet<String>> builtIn(ElfFile elf) throws ElfFormatException {
        if (elf.type() == ElfFile.Type.RELOCATABLE || elf.debugOnly()) {
            return Optional.empty();
        }
        Optional<Long> variable = elf.address(TABLE);
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        try {
            PythonModules reader = new PythonModules(elf);
            reader.readRelocations(SHT_RELA);
            reader.readRelocations(SHT_REL);
            return Optional.of(reader.names(reader.pointerAt(variable.get())));
        } catch (IndexOutOfBoundsException e) {
            throw new ElfFormatException(TABLE + " leads out of the file", e);
        }
    }

    private NavigableSet<String> names(long table) throws ElfFormatException {
        NavigableSet<String> names = new TreeSet<>();
        for (long entry = table; names.size() < MOST_MODULES; entry += 2L * pointer) {
            long name = pointerAt(entry);
            if (name == 0) {
                return names;
            }
            names.add(text(name));
        }
        throw new ElfFormatException(TABLE + " has no end");
    }

    private void readRelocations(int sectionType) throws ElfFormatException {
        boolean addends = sectionType == SHT_RELA;
        int size = (addends ? 3 : 2) * pointer;
        for (ElfFile.Span span : elf.spans(sectionType)) {
            ByteBuffer entries = elf.buffer(span);
            for (int at = 0; at + size <= entries.capacity(); at += size) {
                long info = word(entries, at + pointer);
                int symbol = (int) (pointer == 8 ? info >>> 32 : info >>> 8);
                relocations.put(
                        word(entries, at), new Relocation(symbol, addends ? word(entries, at + 2 * pointer) : null));
            }
        }
    }

    private long pointerAt(long address) throws ElfFormatException {
        Relocation relocation = relocations.get(address);
        if (relocation == null) {
            return word(bytesAt(address), 0);
        }
        long addend = relocation.addend() == null ? word(bytesAt(address), 0) : relocation.addend();
        return relocation.symbol() == 0 ? addend : elf.symbolValue(relocation.symbol()) + addend;
    }

    private long word(ByteBuffer bytes, int at) {
        return pointer == 8 ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
    }

    private String text(long address) throws ElfFormatException {
        ByteBuffer bytes = bytesAt(address);
        int length = 0;
        while (length < LONGEST_NAME && bytes.get(length) != 0) {
            length++;
        }
        byte[] name = new byte[length];
        bytes.get(0, name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private ByteBuffer bytesAt(long address) throws ElfFormatException {
        return elf.buffer(elf.loadedAt(address)
                .orElseThrow(() -> new ElfFormatException(TABLE + " leads to an address that is not in the file")));
    }
}
