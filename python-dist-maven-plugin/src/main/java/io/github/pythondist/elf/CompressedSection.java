package io.github.pythondist.elf;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.InflaterInputStream;

/**
 * Expands sections that carry SHF_COMPRESSED, as debugging information often does.
 *
 * @see <a href="https://www.sco.com/developers/gabi/latest/ch4.sheader.html">gABI, section compression: Elf32_Chdr and
 *     Elf64_Chdr</a>
 */
final class CompressedSection {

    private static final int ZLIB = 1;
    private static final int ZSTD = 2;

    private CompressedSection() {}

    /**
     * @param data the section's content
     * @param wide whether the file is a 64-bit one
     * @param most how many bytes it may have when expanded
     */
    static byte[] expand(byte[] data, ByteOrder order, boolean wide, int most) throws ElfFormatException {
        ByteBuffer section = ByteBuffer.wrap(data).order(order);
        int type = section.getInt(0);
        int header = wide ? 24 : 12;
        long size = wide ? section.getLong(8) : Integer.toUnsignedLong(section.getInt(4));
        if (size < 0 || size > most) {
            throw new ElfFormatException(
                    "a compressed section claims to have " + size + " bytes, and " + most + " are left to expand");
        }
        InputStream packed = new ByteArrayInputStream(data, header, data.length - header);
        try (InputStream in =
                switch (type) {
                    case ZLIB -> new InflaterInputStream(packed);
                    case ZSTD -> new ZstdInputStreamNoFinalizer(packed);
                    default -> throw new ElfFormatException("a section is compressed in an unknown way: " + type);
                }) {
            return in.readNBytes((int) size);
        } catch (ElfFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new ElfFormatException("a compressed section cannot be expanded: " + e.getMessage(), e);
        }
    }
}
