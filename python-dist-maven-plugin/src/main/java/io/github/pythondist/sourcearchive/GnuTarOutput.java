package io.github.pythondist.sourcearchive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a tar stream (POSIX.1-2001, pax) with the very bytes that GNU tar writes with {@code --format=posix --owner=0
 * --group=0 --numeric-owner --mode=go+u,go-w
 * --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime} when every entry has one time.
 *
 * <p>Written here because the libraries have freedoms of the format taken another way: commons-compress ends numbers
 * with a space, GNU tar with a NUL; it names extended headers otherwise; and names here are bytes, of whatever
 * encoding. What GNU tar does was read from its output, 1.34 and 1.35.
 */
final class GnuTarOutput implements AutoCloseable {

    /** Bytes that are written at once: 20 blocks, GNU tar's default. */
    static final int RECORD_BYTES = 20 * 512;

    private static final int BLOCK_BYTES = 512;
    private static final int NAME_BYTES = 100;
    // Eleven octal digits.
    private static final long LARGEST_SIZE = (1L << 33) - 1;

    private final OutputStream out;
    private final long epochSecond;
    private final byte[] pending = new byte[RECORD_BYTES];
    private int filled;
    private int entries;

    /**
     * @param out gets whole records only, so that a compressor sees the same pieces whoever feeds this stream
     * @param epochSecond time of every entry, 0 to 2^33-1
     */
    GnuTarOutput(OutputStream out, long epochSecond) {
        this.out = out;
        this.epochSecond = epochSecond;
    }

    /** How many entries have been written, directories and links included. */
    int entries() {
        return entries;
    }

    /**
     * @param path without a slash at its end
     */
    void directory(byte[] path) throws IOException {
        byte[] name = Arrays.copyOf(path, path.length + 1);
        name[path.length] = '/';
        header('5', 0755, name, new byte[0], 0);
    }

    /** The mode is what {@code --mode=go+u,go-w} makes of a link's 0777. */
    void link(byte[] path, byte[] target) throws IOException {
        header('2', 0755, path, target, 0);
    }

    /** Begins a file; exactly {@code size} bytes must be written to what is returned before it is closed. */
    OutputStream file(byte[] path, boolean executable, long size) throws IOException {
        header('0', executable ? 0755 : 0644, path, new byte[0], size);
        return new OutputStream() {
            private long left = size;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > left) {
                    throw new IOException("more bytes than the " + size + " announced");
                }
                left -= length;
                put(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (left > 0) {
                    throw new IOException(left + " bytes less than the " + size + " announced");
                }
                pad(BLOCK_BYTES);
            }
        };
    }

    /** Ends the archive: two blocks of zeros, and what the last record lacks. */
    void finish() throws IOException {
        put(new byte[2 * BLOCK_BYTES], 0, 2 * BLOCK_BYTES);
        pad(RECORD_BYTES);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void header(char type, int mode, byte[] name, byte[] target, long size) throws IOException {
        ByteArrayOutputStream extended = new ByteArrayOutputStream();
        // GNU tar asks of names whether they are ASCII, of targets only whether they fit.
        if (target.length > NAME_BYTES) {
            extended.writeBytes(paxRecord("linkpath", target));
        }
        if (name.length > NAME_BYTES || !isAscii(name)) {
            extended.writeBytes(paxRecord("path", name));
        }
        if (size > LARGEST_SIZE) {
            extended.writeBytes(paxRecord("size", ascii(Long.toString(size))));
        }
        if (extended.size() > 0) {
            byte[] records = extended.toByteArray();
            byte[] block = block('x', 0644, extendedName(name), new byte[0], records.length);
            put(block, 0, BLOCK_BYTES);
            put(records, 0, records.length);
            pad(BLOCK_BYTES);
        }
        byte[] block = block(type, mode, name, target, size > LARGEST_SIZE ? 0 : size);
        put(block, 0, BLOCK_BYTES);
        entries++;
    }

    private byte[] block(char type, int mode, byte[] name, byte[] target, long size) {
        byte[] block = new byte[BLOCK_BYTES];
        System.arraycopy(name, 0, block, 0, Math.min(name.length, NAME_BYTES));
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, epochSecond);
        block[156] = (byte) type;
        System.arraycopy(target, 0, block, 157, Math.min(target.length, NAME_BYTES));
        System.arraycopy(ascii("ustar\00000"), 0, block, 257, 8);
        // Numbers of a device stay empty for what is none, as GNU tar has it since 1.35.
        checksum(block);
        return block;
    }

    /** {@code %d/PaxHeaders/%f}: the entry's directory, then its name. */
    private static byte[] extendedName(byte[] name) {
        int end = name[name.length - 1] == '/' ? name.length - 1 : name.length;
        int slash = end - 1;
        while (slash >= 0 && name[slash] != '/') {
            slash--;
        }
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        if (slash < 0) {
            made.write('.');
        } else {
            made.write(name, 0, slash);
        }
        made.writeBytes(ascii("/PaxHeaders/"));
        made.write(name, slash + 1, end - slash - 1);
        return made.toByteArray();
    }

    private static boolean isAscii(byte[] name) {
        for (byte b : name) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** {@code length key=value\n}, where the length counts itself (POSIX.1-2001, pax, extended header). */
    private static byte[] paxRecord(String key, byte[] value) {
        int rest = 1 + key.length() + 1 + value.length + 1;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        ByteArrayOutputStream made = new ByteArrayOutputStream(length);
        made.writeBytes(ascii(length + " " + key + "="));
        made.writeBytes(value);
        made.write('\n');
        return made.toByteArray();
    }

    private static void octal(byte[] block, int offset, int length, long value) {
        String digits = Long.toOctalString(value);
        Arrays.fill(block, offset, offset + length - 1, (byte) '0');
        System.arraycopy(ascii(digits), 0, block, offset + length - 1 - digits.length(), digits.length());
        block[offset + length - 1] = 0;
    }

    private static void checksum(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int piece = Math.min(length - done, RECORD_BYTES - filled);
            System.arraycopy(bytes, offset + done, pending, filled, piece);
            filled += piece;
            done += piece;
            if (filled == RECORD_BYTES) {
                out.write(pending, 0, RECORD_BYTES);
                filled = 0;
            }
        }
    }

    private void pad(int unit) throws IOException {
        int over = filled % unit;
        if (over > 0) {
            put(new byte[unit - over], 0, unit - over);
        }
    }
}
