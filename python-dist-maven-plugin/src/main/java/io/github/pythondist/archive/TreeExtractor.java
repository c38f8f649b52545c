package io.github.pythondist.archive;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Unpacks tar archives of any compression {@link ArchiveReader} knows, and zip archives.
 *
 * <p>Symbolic links, hard links, permission bits, empty directories and names of any length or script are kept, whatever
 * the umask; setuid, setgid, sticky bits and owners are dropped. The owner can always read what was unpacked and enter
 * its directories.
 *
 * <p>Refused, each with a {@link BuildFailure} that names archive and entry: absolute paths, paths or links that leave
 * the tree, writing through a symbolic link, device nodes and FIFOs, two entries of one name, names the file system
 * cannot hold, and more entries or bytes than the options allow.
 */
@Named
@Singleton
public final class TreeExtractor {

    /**
     * Unpacks into a temporary sibling of {@code target}, then renames it: the target is there and whole, or not there.
     *
     * @param target must not exist yet; if another process creates it meanwhile, that one stays
     */
    public void extract(Path archive, Path target, ExtractOptions options) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new BuildFailure("Cannot unpack " + archive + ": " + target + " exists already")
                    .remedy("Delete it and run the build again.");
        }
        Path temporary = AtomicFiles.temporarySibling(target);
        try {
            try {
                extractInto(archive, temporary, options);
                AtomicFiles.publishDirectory(temporary, target);
            } finally {
                Trees.delete(temporary);
            }
        } catch (IOException e) {
            throw Extraction.cannotWrite(archive.toString(), target, e);
        }
    }

    /**
     * Unpacks straight into a directory, created if missing. Nothing that is there is overwritten: an entry of the same
     * name is refused, unless both are directories. After a failure the directory holds a part of the archive and
     * should be deleted.
     */
    public void extractInto(Path archive, Path directory, ExtractOptions options) {
        try {
            Files.createDirectories(directory);
            try (Extraction extraction = new Extraction(archive.toString(), directory, options)) {
                if (Files.isRegularFile(archive) && ZipReader.isZip(archive)) {
                    ZipReader.read(archive, extraction);
                } else {
                    ArchiveReader.read(archive, extraction);
                }
                extraction.finish();
            }
        } catch (IOException e) {
            throw Extraction.cannotWrite(archive.toString(), directory, e);
        }
    }
}
