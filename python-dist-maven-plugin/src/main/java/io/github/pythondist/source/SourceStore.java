package io.github.pythondist.source;

import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Pinned files on this machine, named by their content: {@code <root>/<first two digits>/<sha256>/<file>}.
 *
 * <p>A file is there whole and verified, or not there: it is written beside its place, synced and renamed. One lock for
 * each digest lets builds that run at once share a download. What a killed build had of a file is taken up by the next.
 */
public final class SourceStore {

    private static final int PARALLEL = 4;
    private static final long WORTH_A_LINE = 1 << 20;
    private static final int FAILURES_SHOWN = 10;

    private final Path root;
    private final Progress progress;
    private final Duration progressInterval;
    private final WebClients clients = new WebClients();

    /**
     * @param root directory of the store, created when needed
     * @param progress told of each download
     */
    public SourceStore(Path root, Progress progress) {
        this(root, progress, Duration.ofSeconds(5));
    }

    SourceStore(Path root, Progress progress, Duration progressInterval) {
        this.root = root;
        this.progress = progress;
        this.progressInterval = progressInterval;
    }

    /** Where the file is or would be. */
    public Path locate(SourceFile source) {
        return directory(root, source.sha256()).resolve(source.file());
    }

    /** The folder of a digest's file below a store's root. */
    static Path directory(Path root, Digest sha256) {
        return root.resolve(sha256.hex().substring(0, 2)).resolve(sha256.hex());
    }

    /** Whether the file is there with its pinned size. Its bytes were verified when it came; see {@link #verify}. */
    public boolean contains(SourceFile source) {
        return hasSize(locate(source), source.size());
    }

    /**
     * Returns the file, from the store or else from the first place that yields the pinned bytes: the local
     * directories, then the file's own places in their order.
     *
     * @throws BuildFailure if no place has it, listing each with its reason, or if the store cannot be written
     */
    public Path fetch(SourceFile source, FetchSettings settings) {
        Path target = locate(source);
        if (contains(source)) {
            return target;
        }
        try {
            new Fetching(this, settings, clients, progress, progressInterval, true).fetch(source);
            return target;
        } catch (NotFetched e) {
            throw e.asFailure();
        }
    }

    /**
     * Fetches several files, up to four at a time.
     *
     * @return the files in the order asked for
     * @throws BuildFailure for all that cannot be had together, of which the first ten are told one by one
     */
    public List<Path> fetchAll(List<SourceFile> sources, FetchSettings settings) {
        Map<Path, SourceFile> missing = new LinkedHashMap<>();
        for (SourceFile source : sources) {
            if (!contains(source)) {
                missing.putIfAbsent(locate(source), source);
            }
        }
        if (!missing.isEmpty()) {
            fetchMissing(List.copyOf(missing.values()), settings);
        }
        return sources.stream().map(this::locate).toList();
    }

    /**
     * Reads the stored file again and compares its digest.
     *
     * @throws BuildFailure if it is missing or no longer what was stored; it is removed then, so that the next
     *     {@link #fetch} gets it anew
     */
    @SuppressWarnings("try") // the lock is held, not used
    public Path verify(SourceFile source) {
        Path target = locate(source);
        if (!Files.isRegularFile(target)) {
            throw new BuildFailure("The source " + source.file() + " is not in the store")
                    .detail("looked for " + target)
                    .remedy("Run python-dist:resolve-sources to fetch it");
        }
        try (ProcessLock lock = lock(source)) {
            Digest found = Digest.of(target);
            if (found.equals(source.sha256())) {
                return target;
            }
            long size = Files.size(target);
            Files.delete(target);
            throw new BuildFailure("The stored source " + source.file() + " was damaged and has been removed")
                    .detail(target.toString())
                    .detail(Fetching.wrongBytes(source, found, size))
                    .remedy("Build again: it is fetched anew. If that happens twice, check the disk");
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    ProcessLock lock(SourceFile source) throws IOException {
        return ProcessLock.acquire(
                directory(root, source.sha256()).resolve(".lock"),
                () -> progress.info("Waiting for another build that fetches " + source.file()));
    }

    BuildFailure unusable(IOException e) {
        return new BuildFailure("Cannot use the source store " + root, e)
                .remedy("Check that this user may write there and that the disk is sound");
    }

    static boolean hasSize(Path file, long size) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }

    private void fetchMissing(List<SourceFile> missing, FetchSettings settings) {
        Fetching fetching = new Fetching(this, settings, clients, progress, progressInterval, missing.size() == 1);
        Counter counter = new Counter(missing.size());
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(PARALLEL, missing.size()), work -> {
            Thread thread = new Thread(work, "python-dist-fetch");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> results = new ArrayList<>();
            for (SourceFile source : missing) {
                results.add(threads.submit(() -> {
                    fetching.fetch(source);
                    counter.done(source);
                    return null;
                }));
            }
            List<NotFetched> problems = new ArrayList<>();
            for (Future<?> result : results) {
                collect(result, problems);
            }
            if (!problems.isEmpty()) {
                throw NotFetched.asFailure(problems, missing.size(), FAILURES_SHOWN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildFailure("Interrupted while fetching sources");
        } finally {
            threads.shutdownNow();
        }
    }

    private static void collect(Future<?> result, List<NotFetched> problems) throws InterruptedException {
        try {
            result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotFetched problem) {
                problems.add(problem);
            } else if (e.getCause() instanceof RuntimeException unexpected) {
                throw unexpected;
            } else {
                throw new IllegalStateException(e.getCause());
            }
        } catch (CancellationException e) {
            throw new IllegalStateException("nobody cancels a fetch", e);
        }
    }

    /** Numbers the files as they arrive. */
    private final class Counter {

        private final int total;
        private int done;

        private Counter(int total) {
            this.total = total;
        }

        private synchronized void done(SourceFile source) {
            done++;
            int width = Integer.toString(total).length();
            String line = String.format(
                    Locale.ROOT,
                    "[%" + width + "d/%d] %s %,d KiB",
                    done,
                    total,
                    source.file(),
                    (source.size() + 1023) / 1024);
            // Dozens of small packages would bury what takes the time.
            if (source.size() >= WORTH_A_LINE || done == total) {
                progress.info(line);
            } else {
                progress.debug(line);
            }
        }
    }
}
