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
 * Ends what one thread does as soon as directories have grown too large. It looks from time to time, so a little more than
 * the limit may be written.
 */
final class SizeLimit implements AutoCloseable {

    private static final long PAUSE_MILLIS = 500;

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
        try (limit) {
            return work.getAsInt();
        } catch (BuildFailure failure) {
            // The limit is closed already.
            if (limit.over.get()) {
                throw new BuildFailure(String.format(
                        Locale.ROOT, "The build wrote more than %,d MiB and was ended", limit.maxBytes >> 20));
            }
            throw failure;
        }
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

    private void watch() {
        try {
            while (!over.get()) {
                Thread.sleep(PAUSE_MILLIS);
                if (size() > maxBytes) {
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
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
