package io.github.pythondist.environment;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for error messages. */
public final class LogTail {

    private static final int LINES = 30;
    private static final int MAX_BYTES = 16 * 1024;

    private LogTail() {}

    /** Adds the last lines of a log, if it has any, and its place to the details of a failure; returns that. */
    public static BuildFailure addTo(BuildFailure failure, Path log) {
        List<String> lines = of(log);
        if (!lines.isEmpty()) {
            failure.detail("the last lines of its log:");
            lines.forEach(line -> failure.detail("| " + line));
        }
        return failure.detail("the full log: " + log);
    }

    /**
     * The last 30 lines, from the last 16 KiB, read as UTF-8 with whatever is not shown as replacement characters and
     * control characters dropped. No file gives no lines.
     */
    public static List<String> of(Path log) {
        List<String> lines = lines(log, MAX_BYTES).stream()
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*[A-Za-z]|[\\p{Cntrl}&&[^\\t]]", ""))
                .toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }

    /**
     * The lines of the end of a log, as they are; the first one only if it is whole. No file gives no lines.
     *
     * @param bytes that are read at most
     */
    public static List<String> lines(Path log, int bytes) {
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            long start = Math.max(0, channel.size() - bytes);
            ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - start));
            channel.position(start);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until full or at the end
            }
            List<String> lines = StandardCharsets.UTF_8
                    .decode(buffer.flip())
                    .toString()
                    .lines()
                    .toList();
            return lines.subList(start > 0 && lines.size() > 1 ? 1 : 0, lines.size());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
