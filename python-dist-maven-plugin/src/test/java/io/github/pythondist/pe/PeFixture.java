package io.github.pythondist.pe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The PE files of {@code src/test/resources/pe}; its README.md says how they were made. */
public final class PeFixture {

    private PeFixture() {}

    public static byte[] bytes(String name) {
        try (InputStream in = PeFixture.class.getResourceAsStream("/pe/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PeFile pe(String name) throws PeFormatException {
        return PeFile.parse(bytes(name));
    }
}
