package io.github.pythondist.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What a machine tells about itself.
 *
 * @param osName the system property {@code os.name}
 * @param osArch the system property {@code os.arch}: of the running Java, so an x86_64 Java on an ARM Mac says x86_64
 * @param loader file name of the dynamic loader of the running Java, links resolved, such as {@code
 *     ld-linux-x86-64.so.2} or {@code ld-musl-x86_64.so.1}; empty if not on Linux or not to be read
 * @param muslInstalled whether musl's loader is installed, which it may be beside glibc
 */
public record HostFacts(String osName, String osArch, Optional<String> loader, boolean muslInstalled) {

    private static final int PT_INTERP = 3;
    private static final int MAX_HEADERS = 1 << 16;

    /** The facts of this machine. */
    public static HostFacts ofThisMachine() {
        return new HostFacts(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                loader(Path.of("/proc/self/exe")),
                muslInstalled(Path.of("/lib")));
    }

    private static boolean muslInstalled(Path lib) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(lib, "ld-musl-*.so.1")) {
            return found.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    /** The name of the loader an executable asks for; resolved, since a layer such as gcompat links one to the other. */
    static Optional<String> loader(Path executable) {
        if (!Files.isReadable(executable)) {
            return Optional.empty();
        }
        try {
            Optional<Path> path = interpreter(executable).map(Path::of);
            if (path.isEmpty()) {
                return Optional.empty();
            }
            Path real = Files.exists(path.get()) ? path.get().toRealPath() : path.get();
            return Optional.ofNullable(real.getFileName()).map(Path::toString);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The program interpreter of an ELF file (System V ABI, "Program Header": PT_INTERP). */
    private static Optional<String> interpreter(Path executable) throws IOException {
        try (FileChannel file = FileChannel.open(executable, StandardOpenOption.READ)) {
            ByteBuffer header = read(file, 0, 64);
            if (header.limit() < 64 || header.getInt(0) != 0x7f454c46) {
                return Optional.empty();
            }
            boolean wide = header.get(4) == 2;
            ByteOrder order = header.get(5) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            header.order(order);
            long table = wide ? header.getLong(32) : header.getInt(28);
            int entryBytes = header.getShort(wide ? 54 : 42) & 0xffff;
            int entries = header.getShort(wide ? 56 : 44) & 0xffff;
            if (entryBytes * entries > MAX_HEADERS) {
                return Optional.empty();
            }
            ByteBuffer headers = read(file, table, entryBytes * entries).order(order);
            for (int at = 0; at + entryBytes <= headers.limit(); at += entryBytes) {
                if (headers.getInt(at) == PT_INTERP) {
                    long offset = wide ? headers.getLong(at + 8) : headers.getInt(at + 4);
                    long size = wide ? headers.getLong(at + 32) : headers.getInt(at + 16);
                    ByteBuffer name = read(file, offset, (int) Math.min(size, 4096));
                    return Optional.of(StandardCharsets.UTF_8
                            .decode(name.limit(Math.max(0, name.limit() - 1)))
                            .toString());
                }
            }
            return Optional.empty();
        }
    }

    private static ByteBuffer read(FileChannel file, long offset, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {
            // until full or at the end of the file
        }
        return buffer.flip();
    }
}
