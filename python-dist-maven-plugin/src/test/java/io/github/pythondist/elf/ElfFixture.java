package io.github.pythondist.elf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The ELF files of {@code src/test/resources/elf}; its README.md says how they were made. */
public final class ElfFixture {

    private ElfFixture() {}

    public static byte[] bytes(String name) {
        try (InputStream in = ElfFixture.class.getResourceAsStream("/elf/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ElfFile elf(String name) throws ElfFormatException {
        return ElfFile.parse(bytes(name));
    }
}
