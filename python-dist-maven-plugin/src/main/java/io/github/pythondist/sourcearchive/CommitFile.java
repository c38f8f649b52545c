package io.github.pythondist.sourcearchive;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import org.eclipse.jgit.attributes.Attributes;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A directory, file or link of a commit.
 *
 * @param latin1 the bytes of its path in the repository, a character each (ISO 8859-1): git knows of no encoding
 * @param attributes those that {@code .gitattributes} of the commit give it
 */
record CommitFile(String latin1, FileMode mode, ObjectId blob, Attributes attributes) {

    /**
     * The order of {@code tar --sort=name}: a directory's names by their bytes, and after a directory what is in it. That
     * is the order of the paths' bytes if a slash comes before everything else; no name has a NUL in it.
     */
    static final Comparator<CommitFile> TAR_ORDER =
            Comparator.comparing(file -> file.latin1().replace('/', '\0'));

    static CommitFile of(byte[] path, FileMode mode, ObjectId blob, Attributes attributes) {
        return new CommitFile(new String(path, StandardCharsets.ISO_8859_1), mode, blob, attributes);
    }

    boolean isDirectory() {
        return FileMode.TREE.equals(mode);
    }

    byte[] path() {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For people; bytes that are no UTF-8, and characters that would steer a terminal, are replaced. */
    String text() {
        return text(path());
    }

    static String text(byte[] name) {
        StringBuilder text = new StringBuilder();
        new String(name, StandardCharsets.UTF_8)
                .codePoints()
                .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return text.toString();
    }
}
