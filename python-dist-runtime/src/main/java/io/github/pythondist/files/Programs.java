package io.github.pythondist.files;

import java.io.IOException;
import java.time.Duration;

/** Starts programs, also those this process has written a moment ago. */
public final class Programs {

    /** ETXTBSY of Linux's errno.h; Java gives it as a number and as a text of the C library, which is translated. */
    private static final String BUSY = "error=26,";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final int PAUSES = 12;

    private Programs() {}

    /** Whether this process is about to end, by a signal for example: programs that it started are ended too. */
    public static boolean ending() {
        Thread nothing = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /**
     * Starts a process. A program that is still open for writing cannot be executed (execve(2), ETXTBSY). A thread that
     * starts another process while this one writes the program hands a copy of the open file to that process, which
     * closes it when its own program begins: a moment after this process has closed the file. Such a start is tried
     * again, for four seconds at most.
     *
     * @throws IOException if it cannot be started
     */
    public static Process start(ProcessBuilder builder) throws IOException {
        Duration pause = FIRST_PAUSE;
        for (int left = PAUSES; ; left--) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (left == 0 || !String.valueOf(e.getMessage()).contains(BUSY)) {
                    throw e;
                }
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted before " + builder.command().get(0) + " was started", e);
            }
            pause = pause.multipliedBy(2);
        }
    }
}
