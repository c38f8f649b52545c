package io.github.pythondist.wheelbuild;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends what one thread does as soon as a directory has grown too large. It looks from time to time, so a little more than
 * the limit may be written.
 */
final class SizeLimit implements AutoCloseable {

    private static final long PAUSE_MILLIS = 500;

    private final Path directory;
    private final long maxBytes;
    private final Thread guarded = Thread.currentThread();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread watcher;

    SizeLimit(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.watcher = new Thread(this::watch, "size of " + directory.getFileName());
        watcher.setDaemon(true);
        watcher.start();
    }

    /** What may take long, and ends when the thread is interrupted. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does the work.
     *
     * @throws BuildFailure of the work, or one that says that it wrote too much
     */
    <T> T guard(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (BuildFailure failure) {
            close();
            if (over.get()) {
                throw new BuildFailure(
                        String.format(Locale.ROOT, "The build wrote more than %,d MiB and was ended", maxBytes >> 20));
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
        try {
            Files.walkFileTree(directory, sum);
        } catch (IOException e) {
            // What could be seen is counted.
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
