package io.github.pythondist.environment;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends what one thread does as soon as directories and files have grown too large together. It looks from time to time, so
 * a little more than the limit may be written, and once more at the end. Whatever there is counts as one block at least.
 */
final class SizeLimit implements AutoCloseable {

    private static final long PAUSE_MILLIS = 500;
    private static final long BLOCK = 4096;

    private final List<Path> directories;
    private final long maxBytes;
    private final Thread guarded = Thread.currentThread();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread watcher;

    private SizeLimit(List<Path> directories, long maxBytes) {
        this.directories = List.copyOf(directories);
        this.maxBytes = maxBytes;
        this.watcher = new Thread(this::watch, "size limit");
        watcher.setDaemon(true);
        watcher.start();
    }

    /**
     * Does what may take long, and ends with a failure when its thread is interrupted.
     *
     * @param maxBytes that the directories may hold together
     * @throws BuildFailure of the work, or one that says that it wrote too much
     */
    static int guard(OptionalLong maxBytes, List<Path> directories, IntSupplier work) {
        if (maxBytes.isEmpty()) {
            return work.getAsInt();
        }
        SizeLimit limit = new SizeLimit(directories, maxBytes.getAsLong());
        int result;
        try (limit) {
            result = work.getAsInt();
        } catch (BuildFailure failure) {
            // The limit is closed already.
            throw limit.isReached() ? limit.tooMuch() : failure;
        }
        if (limit.isReached()) {
            throw limit.tooMuch();
        }
        return result;
    }

    /** Afterwards the thread is not interrupted by this any more. */
    @Override
    public void close() {
        watcher.interrupt();
        boolean interrupted = false;
        while (watcher.isAlive()) {
            try {
                watcher.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (over.get()) {
            // That was ours.
            Thread.interrupted();
        } else if (interrupted) {
            guarded.interrupt();
        }
    }

    /** A process that the system held to a limit of its own has written just so much. */
    private boolean isReached() {
        return over.get() || size() >= maxBytes;
    }

    private BuildFailure tooMuch() {
        return new BuildFailure(
                String.format(Locale.ROOT, "The build wrote more than %,d MiB and was ended", maxBytes >> 20));
    }

    private void watch() {
        try {
            while (!over.get()) {
                Thread.sleep(PAUSE_MILLIS);
                if (size() >= maxBytes) {
                    over.set(true);
                    guarded.interrupt();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Links are not followed; what vanishes meanwhile does not count. */
    private long size() {
        Sum sum = new Sum();
        for (Path directory : directories) {
            try {
                Files.walkFileTree(directory, sum);
            } catch (IOException e) {
                // What could be seen is counted.
            }
        }
        return sum.bytes;
    }

    private static final class Sum extends SimpleFileVisitor<Path> {

        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += Math.max(attributes.size(), BLOCK);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            bytes += BLOCK;
            return FileVisitResult.CONTINUE;
        }
    }
}
