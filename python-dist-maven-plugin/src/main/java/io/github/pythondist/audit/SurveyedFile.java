package io.github.pythondist.audit;

import io.github.pythondist.archive.ArchiveReader.Kind;
import io.github.pythondist.files.Digest;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the archive and all that the rules want to know of its content.
 *
 * @param path in the archive, without a leading {@code ./}
 * @param mode permission bits
 * @param sha256 of a file's content, null for links and directories
 * @param linkTarget of a link, else empty
 * @param binaries machine code: under the key {@code ""} the file's own, else that of a static library's members by name
 * @param head first lines of a script, empty if it does not begin with {@code #!}
 * @param paths distinct texts that begin with a root of the audit's data
 * @param evidence distinct texts of software that must not be inside, by the library's name
 * @param damage why machine code could not be read, by member
 */
record SurveyedFile(
        String path,
        Kind kind,
        long size,
        int mode,
        @Nullable Digest sha256,
        String linkTarget,
        SortedMap<String, BinaryFacts> binaries,
        List<String> head,
        List<String> paths,
        SortedMap<String, String> evidence,
        SortedMap<String, String> damage) {

    /** How reports call machine code of this file. */
    String label(String member) {
        return member.isEmpty() ? path : path + "(" + member + ")";
    }

    boolean isExecutable() {
        return (mode & 0111) != 0;
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
