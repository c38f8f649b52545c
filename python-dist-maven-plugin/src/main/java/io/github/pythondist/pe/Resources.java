package io.github.pythondist.pe;

import io.github.pythondist.pe.PeImage.Directory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The resources of a PE file: a tree of three levels, by type, name and language.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/debug/pe-format#the-rsrc-section">PE format, the .rsrc
 *     section</a>
 */
final class Resources {

    private static final int VERSION = 16;
    private static final long SUBDIRECTORY = 0x80000000L;
    /** More than any program has; entries may not be shared without end. */
    private static final int MOST_ENTRIES = 1 << 16;

    private static final long FIXED_FILE_INFO = 0xfeef04bdL;

    private final PeImage image;
    private final Directory root;
    private int entries;

    Resources(PeImage image, Directory root) {
        this.image = image;
        this.root = root;
    }

    /** The latest time of all directories. */
    long time() throws PeFormatException {
        return time(root.address(), 0);
    }

    private long time(long directory, int depth) throws PeFormatException {
        long latest = image.word(directory + 4);
        for (long entry : entries(directory)) {
            long to = image.word(entry + 4);
            if ((to & SUBDIRECTORY) != 0 && depth < 2) {
                latest = Math.max(latest, time(root.address() + (to & ~SUBDIRECTORY), depth + 1));
            }
        }
        return latest;
    }

    private List<Long> entries(long directory) throws PeFormatException {
        int count = image.half(directory + 12) + image.half(directory + 14);
        entries += count;
        if (entries > MOST_ENTRIES) {
            throw new PeFormatException("it claims more than " + MOST_ENTRIES + " resources");
        }
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(directory + 16 + 8L * i);
        }
        return found;
    }

    Optional<VersionInfo> version() throws PeFormatException {
        for (long entry : entries(root.address())) {
            if (image.word(entry) != VERSION) {
                continue;
            }
            long to = image.word(entry + 4);
            for (int depth = 0; depth < 2 && (to & SUBDIRECTORY) != 0; depth++) {
                List<Long> below = entries(root.address() + (to & ~SUBDIRECTORY));
                if (below.isEmpty()) {
                    return Optional.empty();
                }
                to = image.word(below.get(0) + 4);
            }
            long data = root.address() + to;
            return Optional.of(read(image.bytes(image.offset(image.word(data)), image.word(data + 4))));
        }
        return Optional.empty();
    }

    /**
     * A block of length, size of value, type, key and value, followed by blocks inside it; each begins at a multiple of
     * four.
     */
    private static VersionInfo read(ByteBuffer data) throws PeFormatException {
        int fixed = afterKey(data, 0);
        if (Integer.toUnsignedLong(data.getInt(fixed)) != FIXED_FILE_INFO) {
            throw new PeFormatException("its version resource is damaged");
        }
        SortedMap<String, String> texts = new TreeMap<>();
        int end = Math.min(length(data, 0), data.capacity());
        int inside = aligned(fixed + Short.toUnsignedInt(data.getShort(2)));
        for (int block = inside; block + 6 < end; block = next(data, block)) {
            if (key(data, block).equals("StringFileInfo")) {
                int table = afterKey(data, block);
                int tableEnd = Math.min(end, table + length(data, table));
                for (int text = afterKey(data, table); text + 6 < tableEnd; text = next(data, text)) {
                    texts.putIfAbsent(key(data, text), utf16(data, afterKey(data, text), text + length(data, text)));
                }
            }
        }
        return new VersionInfo(numbers(data, fixed + 8), numbers(data, fixed + 16), texts);
    }

    private static int length(ByteBuffer data, int block) {
        return Short.toUnsignedInt(data.getShort(block));
    }

    private static int next(ByteBuffer data, int block) throws PeFormatException {
        int length = length(data, block);
        if (length < 6) {
            throw new PeFormatException("its version resource is damaged");
        }
        return aligned(block + length);
    }

    private static String key(ByteBuffer data, int block) {
        return utf16(data, block + 6, block + length(data, block));
    }

    private static int afterKey(ByteBuffer data, int block) {
        return aligned(block + 6 + 2 * key(data, block).length() + 2);
    }

    private static int aligned(int at) {
        return (at + 3) & ~3;
    }

    /** Up to a zero or the end. */
    private static String utf16(ByteBuffer data, int at, int end) {
        int length = 0;
        while (at + length + 2 <= Math.min(end, data.capacity()) && data.getShort(at + length) != 0) {
            length += 2;
        }
        byte[] text = new byte[length];
        data.get(at, text);
        return new String(text, StandardCharsets.UTF_16LE);
    }

    private static String numbers(ByteBuffer data, int at) {
        return Short.toUnsignedInt(data.getShort(at + 2)) + "." + Short.toUnsignedInt(data.getShort(at)) + "."
                + Short.toUnsignedInt(data.getShort(at + 6)) + "." + Short.toUnsignedInt(data.getShort(at + 4));
    }
}
