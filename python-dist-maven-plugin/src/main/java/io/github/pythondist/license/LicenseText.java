package io.github.pythondist.license;

import io.github.pythondist.files.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A licence file of a component's source, with what the recipe says about reading it.
 *
 * @param path path inside the source, as messages and reports name it
 * @param text the file's content
 * @param sha256 digest of the file's bytes
 * @param readsAs names to be read as others before matching, for SPDX templates that spell out one licensor's name
 *     where a later licensor wrote its own ({@code ORACLE} for {@code SLEEPYCAT SOFTWARE}); every key has to occur in
 *     the text. The screening for denied licences reads the text as it is.
 * @param attestation for a text that no SPDX template matches: which licence a person found it to be
 */
public record LicenseText(
        String path,
        String text,
        Digest sha256,
        SortedMap<String, String> readsAs,
        @Nullable Attestation attestation) {

    /** A name, not a sentence: a rewrite must not be able to turn one licence into another. */
    private static final int MAX_READS_AS_WORDS = 6;

    /**
     * A person's statement that exactly these bytes are a licence.
     *
     * @param sha256 digest of the bytes that were read; any other bytes are not covered
     * @param matches the SPDX id, or {@code LicenseRef-…}, that the text stands for; never a denied one
     * @param note why the text is that licence although no template matches; must not be blank
     */
    public record Attestation(Digest sha256, String matches, String note) {

        /**
         * @throws IllegalArgumentException if {@code matches} or {@code note} is blank
         */
        public Attestation {
            if (matches.isBlank() || note.isBlank()) {
                throw new IllegalArgumentException("an attested licence text needs both 'matches' and 'note'");
            }
        }
    }

    /**
     * @throws IllegalArgumentException if a name in {@code readsAs} is blank or longer than six words
     */
    public LicenseText {
        readsAs.forEach((written, read) -> {
            requireName(path, written);
            requireName(path, read);
        });
        readsAs = new TreeMap<>(readsAs);
    }

    /** A text that has to match by itself. */
    public LicenseText(String path, String text) {
        this(path, text, Digest.ofText(text), new TreeMap<>(), null);
    }

    /** A file's bytes, read as UTF-8, or as ISO 8859-1 if they are not UTF-8. */
    public static LicenseText of(String path, byte[] bytes) {
        Digest sha256 = Digest.of(updated(bytes));
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return new LicenseText(path, text, sha256, new TreeMap<>(), null);
    }

    /** The same text with names to be read as others. */
    public LicenseText withReadsAs(Map<String, String> names) {
        return new LicenseText(path, text, sha256, new TreeMap<>(names), attestation);
    }

    /** The same text with a person's statement about it. */
    public LicenseText withAttestation(Attestation statement) {
        return new LicenseText(path, text, sha256, readsAs, statement);
    }

    private static MessageDigest updated(byte[] bytes) {
        MessageDigest digest = Digest.newSha256();
        digest.update(bytes);
        return digest;
    }

    private static void requireName(String path, String name) {
        if (name.isBlank() || name.strip().split("\\s+", -1).length > MAX_READS_AS_WORDS) {
            throw new IllegalArgumentException(
                    path + ": '" + name + "' in reads-as is not a name of one to " + MAX_READS_AS_WORDS + " words");
        }
    }
}
