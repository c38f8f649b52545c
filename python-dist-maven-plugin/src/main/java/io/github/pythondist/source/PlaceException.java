package io.github.pythondist.source;

import java.io.IOException;
import java.io.Serial;

/** A place does not yield the pinned bytes; the message is the reason. */
final class PlaceException extends IOException {

    /** What is worth doing about it. */
    enum Kind {
        /** Nothing more from this place. */
        FINAL,
        /** The place has other bytes. */
        WRONG_BYTES,
        /** The same again may work. */
        TRANSIENT,
        /** Nobody takes our connection: the same again may work, else the host cannot be reached. */
        NO_CONNECTION,
        /** The host cannot be reached: its other files cannot be had either. */
        UNREACHABLE,
        /** The network was not asked because the build is offline. */
        OFFLINE,
        /** No Debian mirror is known. */
        NO_MIRROR
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    PlaceException(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
