package io.github.pythondist.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Directories filed by the digest of what they were made from, shared by all processes of a user:
 *
 * <pre>
 * &lt;root&gt;/&lt;SHA-256&gt;/            the directory
 * &lt;root&gt;/&lt;SHA-256&gt;/complete    marker: the format's name, a note
 * &lt;root&gt;/.locks/               locks across processes
 * </pre>
 *
 * <p>A directory appears whole or not at all. One without its marker, or with that of another format, is made anew, so
 * a killed process leaves nothing that harms the next. Processes that want the same one at once make it once.
 */
public final class TreeStore {

    /** Fills a new directory. */
    @FunctionalInterface
    public interface Filler {
        /**
         * @param directory empty; not yet at its final place
         * @return the note to keep with it
         */
        String fill(Path directory) throws IOException;
    }

    /** Name of the marker in each directory. */
    public static final String MARKER = "complete";

    private final Path root;
    private final String format;

    /**
     * @param root created when first needed
     * @param format one line that names what the directories hold and how; changes when that does
     */
    public TreeStore(Path root, String format) {
        this.root = root.toAbsolutePath().normalize();
        this.format = format;
    }

    /** Where all directories are. */
    public Path root() {
        return root;
    }

    /** Where the directory of a digest is or would be. */
    public Path directory(Digest digest) {
        return root.resolve(digest.hex());
    }

    /** The note of a complete directory; empty if there is none. Writes nothing. */
    public Optional<String> find(Digest digest) throws IOException {
        try {
            String text = Files.readString(directory(digest).resolve(MARKER));
            return text.startsWith(format + "\n") ? Optional.of(text.substring(format.length() + 1)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * The note of the directory, which is made if it is not there.
     *
     * @param onWait run once if another process makes us wait
     */
    @SuppressWarnings("try") // the lock is held, not used
    public String findOrMake(Digest digest, Runnable onWait, Filler filler) throws IOException {
        Optional<String> present = find(digest);
        if (present.isPresent()) {
            return present.get();
        }
        try (ProcessLock held = ProcessLock.acquire(lock(digest), onWait)) {
            Optional<String> other = find(digest);
            return other.isPresent() ? other.get() : make(directory(digest), filler);
        }
    }

    /** Removes a directory, so that the next process makes it anew. */
    @SuppressWarnings("try") // the lock is held, not used
    public void remove(Digest digest) throws IOException {
        try (ProcessLock held = ProcessLock.acquire(lock(digest), () -> {})) {
            delete(directory(digest));
        }
    }

    private String make(Path directory, Filler filler) throws IOException {
        // What killed processes left; nobody else writes here under the lock.
        delete(directory);
        AtomicFiles.removeLeftovers(directory);
        Path temporary = AtomicFiles.temporarySibling(directory);
        try {
            Files.createDirectory(temporary);
            String note = filler.fill(temporary);
            Trees.sync(temporary);
            AtomicFiles.writeString(temporary.resolve(MARKER), format + "\n" + note);
            AtomicFiles.publishDirectory(temporary, directory);
            return note;
        } finally {
            Trees.delete(temporary);
        }
    }

    private static void delete(Path directory) throws IOException {
        // The marker goes first: a tree that is deleted by half must not look whole.
        Files.deleteIfExists(directory.resolve(MARKER));
        Trees.delete(directory);
    }

    private Path lock(Digest digest) {
        return root.resolve(".locks").resolve(digest.hex() + ".lock");
    }
}
