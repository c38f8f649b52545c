package io.github.pythondist.elf;

import io.github.pythondist.elf.ElfFile.NeededVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Reads the section {@code .gnu.version_r}, which says what versions of symbols a file needs from which library. All
 * fields have the same size in 32- and 64-bit files.
 *
 * <pre>
 * Verneed: version u16, number of Vernaux u16, file name u32, offset of first Vernaux u32, offset of next Verneed u32
 * Vernaux: hash u32, flags u16, index u16, version name u32, offset of next Vernaux u32
 * </pre>
 *
 * @see <a href="https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html">Linux
 *     Standard Base, symbol versioning</a>
 */
final class VersionNeeds {

    /** Bytes of a Verneed and of a Vernaux. */
    private static final int SMALLEST_ENTRY = 16;

    private VersionNeeds() {}

    /**
     * @param section the section's content, in the file's byte order
     * @param libraries how many Verneed entries there are (the section's sh_info)
     * @param name reads a name of the linked string table
     */
    static List<NeededVersion> read(ByteBuffer section, int libraries, IntFunction<String> name)
            throws ElfFormatException {
        List<NeededVersion> versions = new ArrayList<>();
        int need = 0;
        for (int i = 0; i < libraries; i++) {
            int count = Short.toUnsignedInt(section.getShort(need + 2));
            String library = name.apply(section.getInt(need + 4));
            int aux = need + section.getInt(need + 8);
            for (int j = 0; j < count; j++) {
                // Entries may not be shared: a small file could then claim billions of them.
                if (versions.size() >= section.capacity() / SMALLEST_ENTRY) {
                    throw new ElfFormatException(".gnu.version_r claims more versions than it has room for");
                }
                versions.add(new NeededVersion(library, name.apply(section.getInt(aux + 8))));
                aux = next(aux, section.getInt(aux + 12), j + 1 < count);
            }
            need = next(need, section.getInt(need + 12), i + 1 < libraries);
        }
        return List.copyOf(versions);
    }

    /** The last entry's offset of the next is 0; anywhere else that would be an endless loop. */
    private static int next(int here, int offset, boolean wanted) throws ElfFormatException {
        if (wanted && offset <= 0) {
            throw new ElfFormatException(".gnu.version_r ends before its last entry");
        }
        return here + offset;
    }
}
