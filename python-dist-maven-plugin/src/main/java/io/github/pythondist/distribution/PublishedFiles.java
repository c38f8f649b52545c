package io.github.pythondist.distribution;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checksums of everything a project publishes, of all its flavours: what each {@code sha256sums} of a single build is
 * for that build.
 *
 * @param digests SHA-256 by file name
 */
public record PublishedFiles(SortedMap<String, Digest> digests) {

    /** With further files; one of the same name takes the place of the older. */
    public PublishedFiles with(Collection<PackagedFile> files) {
        SortedMap<String, Digest> all = new TreeMap<>(digests);
        files.forEach(file -> all.put(String.valueOf(file.file().getFileName()), file.sha256()));
        return new PublishedFiles(all);
    }

    /**
     * Writes the list, a line for each file, sorted, as {@code sha256sum} of GNU coreutils writes and checks it.
     *
     * @throws BuildFailure if it cannot be written
     */
    public Path write(Path file) {
        StringBuilder text = new StringBuilder();
        digests.forEach((name, digest) -> text.append(digest.checksumLine(name)));
        try {
            AtomicFiles.writeString(file, text.toString());
            return file;
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the list of what is published, " + file, e)
                    .remedy("Check that the disk is not full and the directory is writable, then run again");
        }
    }
}
