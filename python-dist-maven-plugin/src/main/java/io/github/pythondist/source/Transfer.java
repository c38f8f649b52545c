package io.github.pythondist.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far one transfer is, and when anything last came of it. */
final class Transfer {

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());

    private boolean over;

    void startAt(long offset) {
        bytes.set(offset);
    }

    void add(long count) {
        bytes.addAndGet(count);
    }

    void touch() {
        lastNanos.set(System.nanoTime());
    }

    /** Bytes of the file that are there, those of earlier attempts included. */
    long bytes() {
        return bytes.get();
    }

    /** Nanoseconds since anything came. */
    long silence() {
        return System.nanoTime() - lastNanos.get();
    }

    /** From here on nobody may open a file for this transfer. */
    synchronized void end() {
        over = true;
    }

    /** Opens the file, or returns null if the transfer has been given up. */
    synchronized @Nullable FileChannel open(PartWriter.Opener opener) throws IOException {
        return over ? null : opener.open();
    }
}
