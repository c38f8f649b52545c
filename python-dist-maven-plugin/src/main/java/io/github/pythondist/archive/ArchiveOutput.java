package io.github.pythondist.archive;

import io.github.pythondist.files.LinkTargets;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Takes the entries of an archive in the order in which they are to be; {@link #close} completes it. */
interface ArchiveOutput extends Closeable {

    /** A directory, by its path in the archive without slashes at its ends. */
    void directory(String path) throws IOException;

    /** A file that is in no tree. */
    void file(String path, byte[] content) throws IOException;

    /** A file, directory or symbolic link of the tree. */
    void add(String path, Path source) throws IOException;

    /** How many entries there are so far. */
    int entries();

    /** What the reader would refuse is not written in the first place. */
    static void refuseEscape(Path tree, Path link) throws IOException {
        Optional<String> why = LinkTargets.escape(tree, Trees.unixPath(tree.relativize(link)));
        if (why.isPresent()) {
            throw new BuildFailure("Cannot archive " + tree + ": the symbolic link " + link + " " + why.get())
                    .detail("Its target is " + Files.readSymbolicLink(link))
                    .remedy("Make it a relative link inside the tree, delete it, or leave it out.");
        }
    }

    /** The failure of what no archive holds. */
    static BuildFailure special(Path source) {
        return new BuildFailure("Cannot archive " + source + ": it is neither file, directory nor symbolic link")
                .remedy("Delete it, or leave it out.");
    }

    // Not Files.isExecutable: that asks whether this user may run it, and root may nearly always.
    static boolean isProgram(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
    }
}
