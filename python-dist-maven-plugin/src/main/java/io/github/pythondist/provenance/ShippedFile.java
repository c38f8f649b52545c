package io.github.pythondist.provenance;

import io.github.pythondist.files.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that is published, by its digests.
 *
 * @param name the file's name
 * @param length in bytes
 * @param sha256 of its bytes
 * @param sha512 of its bytes, 128 lower-case hexadecimal digits
 */
record ShippedFile(String name, long length, Digest sha256, String sha512) {

    /** Reads the file once for both digests. */
    static ShippedFile of(String name, Path file) throws IOException {
        MessageDigest sha512 = newSha512();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha512)) {
            Digest sha256 = Digest.of(in);
            return new ShippedFile(
                    name, Files.size(file), sha256, HexFormat.of().formatHex(sha512.digest()));
        }
    }

    static ShippedFile of(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ShippedFile(
                name,
                bytes.length,
                Digest.of(bytes),
                HexFormat.of().formatHex(newSha512().digest(bytes)));
    }

    private static MessageDigest newSha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
