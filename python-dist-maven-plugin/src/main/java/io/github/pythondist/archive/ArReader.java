package io.github.pythondist.archive;

import io.github.pythondist.archive.ArchiveReader.Entry;
import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.archive.ArchiveReader.Visitor;
import io.github.pythondist.report.BuildFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;

/**
 * Reads ar archives, such as static libraries, the way {@link ArchiveReader} reads tars: nothing in an entry has been
 * checked, and several may have the same name. The index of symbols is an entry, too: {@code /} or {@code __.SYMDEF}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/deb.5.html">deb(5) on the variants of ar</a>
 */
public final class ArReader {

    private ArReader() {}

    /**
     * Shows all members to the visitor, in the archive's order.
     *
     * @throws BuildFailure if the archive is missing, damaged or truncated
     * @throws IOException only what the visitor throws
     */
    public static void read(Path archive, Visitor visitor) throws IOException {
        try (ArArchiveInputStream ar =
                new ArArchiveInputStream(new BufferedInputStream(ArchiveReader.open(archive), 1 << 16))) {
            InputStream content = new EntryContent(ar, e -> damaged(archive, e));
            for (ArArchiveEntry member = next(ar, archive); member != null; member = next(ar, archive)) {
                Entry entry = new Entry(
                        // The library takes the slash at the end of names away, also where there is nothing else.
                        member.getName().isEmpty() ? "/" : member.getName(),
                        Kind.FILE,
                        member.getLength(),
                        member.getMode() & 07777,
                        FileTime.from(Instant.ofEpochSecond(member.getLastModified())),
                        "",
                        Entry.owner(member.getUserId(), member.getGroupId(), "", ""));
                if (!visitor.visit(entry, content)) {
                    return;
                }
            }
        }
    }

    private static ArArchiveEntry next(ArArchiveInputStream ar, Path archive) {
        try {
            return ar.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(archive, e);
        }
    }

    private static BuildFailure damaged(Path archive, Exception e) {
        return new BuildFailure("The library " + archive + " is damaged or incomplete", e)
                .remedy("Delete it and make or fetch it again.");
    }
}
