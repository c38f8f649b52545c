package io.github.pythondist.wheel;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.wheel.LockFile.LockedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Wheels and sdists that were fetched once, shared by all builds: {@code <root>/<SHA-256>/<file name>}. */
final class WheelStore {

    private final Path root;

    /**
     * @param root created when first needed
     */
    WheelStore(Path root) {
        this.root = root;
    }

    /** The file, if it is here and still what it was. */
    Optional<Path> find(LockedFile locked) throws IOException {
        Path file = path(locked);
        return Files.isRegularFile(file) && Digest.of(file).equals(locked.sha256())
                ? Optional.of(file)
                : Optional.empty();
    }

    /**
     * Keeps a copy of a file.
     *
     * @throws BuildFailure if it is not the one that is locked, or a wheel that no one should install
     */
    Path add(LockedFile locked, Path file, String from) throws IOException {
        Path kept = path(locked);
        AtomicFiles.write(kept, temporary -> {
            Files.copy(file, temporary);
            // Of the copy: what is checked is what is kept.
            Digest found = Digest.of(temporary);
            if (!found.equals(locked.sha256())) {
                throw new BuildFailure("The file " + locked.name() + " is not the one that is locked")
                        .detail("locked " + locked.sha256())
                        .detail("found  " + found)
                        .detail("from   " + from)
                        .remedy("Find out who changed it. If the new file is right, lock it: mvn python-dist:lock");
            }
            if (locked.isWheel()) {
                WheelCheck.check(temporary, locked.name());
            }
        });
        return kept;
    }

    private Path path(LockedFile locked) {
        return root.resolve(locked.sha256().hex()).resolve(locked.name());
    }
}
