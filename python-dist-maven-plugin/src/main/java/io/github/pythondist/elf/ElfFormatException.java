package io.github.pythondist.elf;

import java.io.IOException;
import java.io.Serial;

/** The bytes begin like an ELF file, but what follows is damaged, cut off or not laid out as the gABI says. */
public final class ElfFormatException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    ElfFormatException(String message) {
        super(message);
    }

    ElfFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
