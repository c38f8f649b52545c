package io.github.pythondist.report;

import java.time.Duration;
import java.util.Locale;

/** Time that passed, as messages tell it. */
public final class Elapsed {

    private static final int MILLISECONDS_UNTIL = 10_000;

    private Elapsed() {}

    /** Since a value of {@link System#nanoTime}: {@code 350 ms}, from ten seconds on {@code 61 s}. */
    public static String since(long nanoTime) {
        return text(Duration.ofNanos(System.nanoTime() - nanoTime));
    }

    static String text(Duration duration) {
        long milliseconds = duration.toMillis();
        return milliseconds < MILLISECONDS_UNTIL
                ? String.format(Locale.ROOT, "%d ms", milliseconds)
                : String.format(Locale.ROOT, "%d s", Math.round(milliseconds / 1e3));
    }
}
