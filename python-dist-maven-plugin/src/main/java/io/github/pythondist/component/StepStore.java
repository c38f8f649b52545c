package io.github.pythondist.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What steps have produced, by the digest of everything that went into them. An entry is a folder that appears whole:
 * one output file, the log, and a record of the output's size and digest.
 */
public final class StepStore {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORD = "step.json";
    private static final String LOG = "log.txt";

    private static final Map<Path, Digest> VERIFIED = new ConcurrentHashMap<>();

    private final Path root;

    /**
     * @param root directory of all entries
     */
    public StepStore(Path root) {
        this.root = root;
    }

    /**
     * What a step left.
     *
     * @param key the digest of its inputs
     * @param file the output
     * @param sha256 digest of the output
     * @param log the log, if the step wrote one
     * @param elapsed how long it took when it ran
     */
    public record Output(
            Digest key, Path file, Digest sha256, @Nullable Path log, Duration elapsed) {}

    /** Written to disk beside the output. */
    record Entry(String step, String file, long size, Digest sha256, long milliseconds) {}

    /** Produces the output file of a step. */
    @FunctionalInterface
    public interface Work {
        /**
         * @param output where to write
         * @return the log to keep, or null
         */
        @Nullable
        Path run(Path output) throws IOException, InterruptedException;
    }

    /** The entry, if it is there and whole; a damaged one is removed, so that the step runs again. */
    public Optional<Output> find(Digest key) throws IOException {
        Path folder = folder(key);
        Path record = folder.resolve(RECORD);
        if (!Files.isRegularFile(record)) {
            // An entry appears whole: one without its record is damaged, and would keep the next one out.
            Trees.delete(folder);
            return Optional.empty();
        }
        Entry entry;
        try {
            entry = JSON.readValue(record.toFile(), Entry.class);
        } catch (JsonProcessingException e) {
            Trees.delete(folder);
            return Optional.empty();
        }
        if (entry.file() == null || entry.sha256() == null) {
            Trees.delete(folder);
            return Optional.empty();
        }
        Path file = folder.resolve(entry.file());
        if (!Files.isRegularFile(file) || Files.size(file) != entry.size() || !isAsRecorded(file, entry.sha256())) {
            Trees.delete(folder);
            VERIFIED.remove(file);
            return Optional.empty();
        }
        Path log = folder.resolve(LOG);
        return Optional.of(new Output(
                key,
                file,
                entry.sha256(),
                Files.isRegularFile(log) ? log : null,
                Duration.ofMillis(entry.milliseconds())));
    }

    /**
     * The entry for {@code key}; if there is none, {@code work} makes it while other builds that want the same wait.
     *
     * @param step the step's name, for messages
     * @param fileName the output's name in the store
     */
    public Output findOrRun(Digest key, String step, String fileName, Progress progress, Work work) {
        try {
            Optional<Output> known = find(key);
            if (known.isPresent()) {
                return known.get();
            }
            try (ProcessLock lock = ProcessLock.acquire(
                    lockFile(key.hex()), () -> progress.info("waiting for another build that makes " + step))) {
                known = find(key);
                return known.isPresent() ? known.get() : run(key, step, fileName, work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildFailure("The build was interrupted in step '" + step + "'", e);
        } catch (IOException e) {
            throw new BuildFailure("Cannot keep the result of step '" + step + "' in " + root, e)
                    .remedy("Check that the disk is not full and the directory is writable, then run again; finished"
                            + " steps are not repeated");
        }
    }

    /** Each output is hashed once in the life of a JVM: often enough to notice damage, not once for every goal. */
    private static boolean isAsRecorded(Path file, Digest expected) throws IOException {
        if (expected.equals(VERIFIED.get(file))) {
            return true;
        }
        if (!Digest.of(file).equals(expected)) {
            return false;
        }
        VERIFIED.put(file, expected);
        return true;
    }

    /** What killed builds left, of this key and of others that may never be asked for again. */
    private void clearLeftovers(Path folder) throws IOException {
        AtomicFiles.removeLeftovers(folder);
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(root, "[0-9a-f][0-9a-f]")) {
            for (Path group : groups) {
                AtomicFiles.removeLeftovers(group, this::lockFile);
            }
        }
    }

    private Path lockFile(String name) {
        return root.resolve("locks").resolve(name + ".lock");
    }

    private Output run(Digest key, String step, String fileName, Work work) throws IOException, InterruptedException {
        Path folder = folder(key);
        clearLeftovers(folder);
        Path temporary = AtomicFiles.temporarySibling(folder);
        Files.createDirectories(temporary);
        try {
            long start = System.nanoTime();
            Path output = temporary.resolve(fileName);
            Path log = work.run(output);
            long milliseconds = Duration.ofNanos(System.nanoTime() - start).toMillis();
            if (log != null) {
                Files.copy(log, temporary.resolve(LOG));
            }
            Entry entry = new Entry(step, fileName, Files.size(output), Digest.of(output), milliseconds);
            JSON.writeValue(temporary.resolve(RECORD).toFile(), entry);
            AtomicFiles.publishDirectory(temporary, folder);
        } finally {
            Trees.delete(temporary);
        }
        return find(key).orElseThrow(() -> new IOException("the entry " + folder + " vanished"));
    }

    private Path folder(Digest key) {
        return root.resolve(key.hex().substring(0, 2)).resolve(key.hex());
    }
}
