package io.github.pythondist.archive;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Writes files on several threads: to create many small ones takes the system longer than to unpack them, and a journalling
 * file system commits files that are synced together in one go.
 *
 * <p>Used by one thread, which hands over tasks. Of tasks that fail the first one handed over is told, however the threads
 * were scheduled.
 */
final class FileWriters implements AutoCloseable {

    private static final int THREADS = 24;
    private static final int MAX_BYTES_WAITING = 64 << 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "python-dist-unpack");
        thread.setDaemon(true);
        return thread;
    });
    private final Semaphore memory = new Semaphore(MAX_BYTES_WAITING);
    private final Queue<Future<?>> tasks = new ArrayDeque<>();

    /**
     * Has a task run by another thread, once memory for what it holds is there.
     *
     * @param bytes what the task keeps in memory; at most a few MiB
     * @throws IOException that of a task before it
     */
    void submit(int bytes, Callable<?> task) throws IOException {
        while (!tasks.isEmpty() && tasks.peek().isDone()) {
            result(tasks.remove());
        }
        try {
            memory.acquire(bytes);
        } catch (InterruptedException e) {
            throw interrupted();
        }
        tasks.add(threads.submit(() -> {
            try {
                return task.call();
            } finally {
                memory.release(bytes);
            }
        }));
    }

    /** Waits until all that was handed over is written. */
    void await() throws IOException {
        while (!tasks.isEmpty()) {
            result(tasks.remove());
        }
    }

    /** Drops what was not begun, and waits for the rest: after this nothing is written any more. */
    @Override
    public void close() throws IOException {
        // Not interrupted: that would close the files under those who write them.
        tasks.forEach(task -> task.cancel(false));
        threads.shutdown();
        try {
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                // A disk that takes so long is slow, not gone.
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void result(Future<?> task) throws IOException {
        try {
            task.get();
        } catch (ExecutionException e) {
            // What a task throws is an IOException or unchecked.
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while files were unpacked");
    }
}
