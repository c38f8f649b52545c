package io.github.pythondist.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files and directories that are either there and whole, or not there: written beside their place, then renamed. */
public final class AtomicFiles {

    /** Writes the content of a new file. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(Path temporary) throws IOException;
    }

    private static final Pattern TEMPORARY = Pattern.compile("\\.(.+)\\.[0-9]+-[0-9]+-[0-9]+\\.tmp");

    private AtomicFiles() {}

    /**
     * Replaces {@code target} by what {@code writer} writes into a temporary sibling, synced to disk first. If the
     * writer fails, the sibling is removed and {@code target} stays as it was.
     */
    public static void write(Path target, Writer writer) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path temporary = temporarySibling(target);
        try {
            writer.writeTo(temporary);
            sync(temporary);
            moveInPlace(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Replaces {@code target} by a text in UTF-8. */
    public static void writeString(Path target, String text) throws IOException {
        write(target, temporary -> Files.writeString(temporary, text, StandardCharsets.UTF_8));
    }

    /**
     * Moves a complete directory to its final name. When another process was faster the existing directory wins and
     * {@code temporary} is deleted: directories published like this are named by their content.
     */
    public static void publishDirectory(Path temporary, Path target) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Trees.delete(temporary);
        } catch (IOException e) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            Trees.delete(temporary);
        }
        syncDirectory(target.toAbsolutePath().getParent());
    }

    /**
     * Puts a complete directory in the place of another, or of none. If that fails, the other is where it was. Whoever
     * looks at the wrong moment finds none, never a half.
     */
    public static void replaceDirectory(Path temporary, Path target) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(temporary, target);
            return;
        }
        Path old = temporarySibling(target);
        Files.move(target, old);
        try {
            Files.move(temporary, target);
        } catch (IOException e) {
            Files.move(old, target);
            throw e;
        }
        Trees.delete(old);
    }

    /** A name beside {@code target} that no other process or thread uses; nothing is created. */
    public static Path temporarySibling(Path target) {
        String unique =
                ProcessHandle.current().pid() + "-" + Thread.currentThread().getId() + "-" + System.nanoTime();
        return target.resolveSibling("." + target.getFileName() + "." + unique + ".tmp");
    }

    /**
     * Removes the temporary siblings of one target that killed processes left.
     *
     * @param target whose lock the caller holds, so that nobody is writing them
     */
    public static void removeLeftovers(Path target) throws IOException {
        for (Path leftover : leftovers(target.toAbsolutePath().getParent())) {
            if (targetName(leftover).equals(target.getFileName().toString())) {
                Trees.delete(leftover);
            }
        }
    }

    /**
     * Removes the temporary siblings in a directory that killed processes left: those whose targets nobody has locked.
     * What cannot be removed stays, to be tried again.
     *
     * @param lockOf the name of a target → its lock file
     */
    @SuppressWarnings("try") // the lock is only held
    public static void removeLeftovers(Path directory, Function<String, Path> lockOf) throws IOException {
        for (Path leftover : leftovers(directory)) {
            Optional<ProcessLock> free = ProcessLock.tryAcquire(lockOf.apply(targetName(leftover)));
            if (free.isPresent()) {
                try (ProcessLock held = free.get()) {
                    Trees.delete(leftover);
                } catch (IOException e) {
                    // Another's; this build does not need it away.
                }
            }
        }
    }

    private static List<Path> leftovers(Path directory) throws IOException {
        List<Path> leftovers = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, ".*.tmp")) {
                entries.forEach(leftovers::add);
            }
        }
        leftovers.removeIf(path -> targetName(path).isEmpty());
        return leftovers;
    }

    /** What {@link #temporarySibling} was given the name of; empty for the name of something else. */
    private static String targetName(Path temporary) {
        Matcher matcher = TEMPORARY.matcher(temporary.getFileName().toString());
        return matcher.matches() ? matcher.group(1) : "";
    }

    /** Renames a synced file over {@code target}. */
    public static void moveInPlace(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
        syncDirectory(target.toAbsolutePath().getParent());
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a directory; the rename itself is still atomic there.
        }
    }
}
