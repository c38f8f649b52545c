package io.github.pythondist.pe;

import java.io.IOException;
import java.io.Serial;

/** The bytes begin like a PE file, but what follows is damaged, cut off or not laid out as Windows would load it. */
public final class PeFormatException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    PeFormatException(String message) {
        super(message);
    }

    PeFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
