package io.github.pythondist.consumer;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import javax.inject.Named;
import javax.inject.Singleton;

/**
 * Puts an interpreter of the store at a place of the build, such as {@code target/python}. What is there is replaced
 * only if this class made it, which a note beside it tells ({@code .python.python-dist}).
 */
@Named
@Singleton
public final class InterpreterPlacer {
    /** How the interpreter gets to its place. */
    public enum Mode {
        /** A symbolic link into the store, or a copy where links cannot be made. */
        AUTO,
        /** A symbolic link into the store. */
        LINK,
        /** A copy the build may write to. */
        COPY
    }

    /**
     * @param place where it is to be; its directory is created if missing
     * @return the interpreter as seen from there
     * @throws BuildFailure if something is there that this class did not make
     */
    public InterpreterHome place(InterpreterHome home, Path place, Mode mode) {
        try {
            return placed(home, place.toAbsolutePath().normalize(), mode);
        } catch (UnsupportedOperationException | IOException e) {
            throw new BuildFailure("Cannot put the interpreter at " + place, e)
                    .detail(e.getClass().getSimpleName())
                    .remedy(
                            mode == Mode.LINK
                                    ? "If this system forbids symbolic links, let it be copied instead."
                                    : "Check free space and permissions there.");
        }
    }

    private static InterpreterHome placed(InterpreterHome home, Path place, Mode mode) throws IOException {
        Path note = place.resolveSibling("." + place.getFileName() + ".python-dist");
        String noted = Files.isRegularFile(note) ? Files.readString(note) : "";
        String link = "link " + home.home() + "\n";
        String copy = "copy " + home.archive() + "\n";
        boolean isLink = Files.isSymbolicLink(place);
        if (mode != Mode.COPY && isLink && Files.readSymbolicLink(place).equals(home.home())) {
            return home.at(place);
        }
        if (mode != Mode.LINK && noted.equals(copy) && isCopy(place)) {
            return home.at(place);
        }
        removeOurs(place, noted);
        Files.createDirectories(place.getParent());
        if (mode != Mode.COPY) {
            try {
                AtomicFiles.writeString(note, link);
                Files.createSymbolicLink(place, home.home());
                return home.at(place);
            } catch (UnsupportedOperationException | FileSystemException e) {
                if (mode == Mode.LINK) {
                    throw e;
                }
            }
        }
        // Noted before it is there: a copy that a killed build left is known as ours.
        AtomicFiles.writeString(note, copy);
        Path temporary = AtomicFiles.temporarySibling(place);
        try {
            copy(home.home(), temporary);
            AtomicFiles.publishDirectory(temporary, place);
        } finally {
            Trees.delete(temporary);
        }
        return home.at(place);
    }

    private static boolean isCopy(Path place) {
        return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(place.resolve(DistributionDescription.FILE_NAME));
    }

    private static void removeOurs(Path place, String noted) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isSymbolicLink(place) && noted.equals("link " + Files.readSymbolicLink(place) + "\n")) {
            Files.delete(place);
        } else if (noted.startsWith("copy ") && isCopy(place)) {
            Trees.delete(place);
        } else {
            throw new BuildFailure("Will not replace " + place + ": it was not made by python-dist")
                    .remedy("Move it away, or let the interpreter be put elsewhere.");
        }
    }

    /**
     * Copies a tree, links as links, so that its owner may write to it.
     *
     * @param to must not exist
     */
    public static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        for (Path source : Trees.list(from)) {
            Path target = to.resolve(from.relativize(source).toString());
            if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(target);
                continue;
            }
            Files.copy(source, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            if (!Files.isSymbolicLink(target)) {
                makeWritable(target);
            }
        }
    }

    private static void makeWritable(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            permissions.add(PosixFilePermission.OWNER_WRITE);
            Files.setPosixFilePermissions(file, permissions);
        } else {
            Files.setAttribute(file, "dos:readonly", false);
        }
    }
}
