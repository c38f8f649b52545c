package io.github.pythondist.reproduce;

import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Programs;
import io.github.pythondist.files.Trees;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A directory on another file system than the project's, for the work of one build. */
public final class OtherFileSystem {

    /** Memory that most Linux systems offer as a file system (shm_open(3)). */
    private static final Path MEMORY = Path.of("/dev/shm");

    /** What building CPython with all its components takes at most, twice over. */
    private static final long NEEDED_BYTES = 6L << 30;

    private final Path project;
    private final Optional<Path> wanted;
    private String why = "";

    /**
     * @param project a directory of the project
     * @param wanted a directory that the user named
     */
    public OtherFileSystem(Path project, Optional<Path> wanted) {
        this.project = project;
        this.wanted = wanted;
    }

    /** Makes an empty directory there. If there is no such file system, {@link #why} says what is missing. */
    public Optional<Path> make() throws IOException {
        Path parent = wanted.orElse(MEMORY);
        if (!Files.isDirectory(parent)) {
            why = "there is no directory " + parent + ", name one with python-dist.reproduce.otherFileSystem";
            return Optional.empty();
        }
        FileStore store = Files.getFileStore(parent);
        if (store.type().equals(Files.getFileStore(project).type())) {
            why = parent + " is a file system of the same type, " + store.type();
            return Optional.empty();
        }
        if (store.getUsableSpace() < NEEDED_BYTES) {
            why = parent + " has " + (store.getUsableSpace() >> 20) + " MiB free, and " + (NEEDED_BYTES >> 20)
                    + " MiB may be needed";
            return Optional.empty();
        }
        clear();
        Path directory = Files.createDirectory(directory());
        if (!runsPrograms(directory)) {
            why = "programs cannot be run from " + parent;
            Files.delete(directory);
            return Optional.empty();
        }
        return Optional.of(directory);
    }

    /** Why {@link #make} gave nothing; else empty. */
    public String why() {
        return why;
    }

    /** Deletes the directory, also that of a run that was killed. */
    public void clear() throws IOException {
        Trees.delete(directory());
    }

    /** One for each project. */
    private Path directory() {
        return wanted.orElse(MEMORY)
                .resolve("python-dist-"
                        + Digest.ofText(project.toAbsolutePath().toString()).abbreviated());
    }

    private static boolean runsPrograms(Path directory) throws IOException {
        Path program = directory.resolve("program");
        Files.writeString(program, "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        try {
            Process process = Programs.start(new ProcessBuilder(List.of(program.toString())));
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            Files.delete(program);
        }
    }
}
