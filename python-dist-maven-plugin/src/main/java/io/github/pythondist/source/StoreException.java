package io.github.pythondist.source;

import java.io.IOException;
import java.io.Serial;

/** The store itself cannot be written, so that no other place would help. */
final class StoreException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    StoreException(IOException cause) {
        super(cause);
    }
}
