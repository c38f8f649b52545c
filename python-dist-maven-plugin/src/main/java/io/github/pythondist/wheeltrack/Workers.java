package io.github.pythondist.wheeltrack;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Does for many packages what takes long, some at a time; nothing of it goes on afterwards. */
final class Workers {

    private Workers() {}

    /** What takes long, and ends when its thread is interrupted. */
    @FunctionalInterface
    interface Task<T, R> {
        R run(T item) throws IOException;
    }

    /** What is done by one thread, with each result as soon as it is there. */
    @FunctionalInterface
    interface Receiver<T, R> {
        void receive(T item, R result) throws IOException;
    }

    /**
     * @param threads how many items are worked on at once
     * @throws BuildFailure the first that a task or the receiver throws, or if this thread is interrupted; the others are
     *     ended
     * @throws IOException likewise
     */
    static <T, R> void each(int threads, Collection<T> items, Task<T, R> task, Receiver<T, R> receiver)
            throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CompletionService<Map.Entry<T, R>> done = new ExecutorCompletionService<>(pool);
            items.forEach(item -> done.submit(() -> Map.entry(item, task.run(item))));
            for (int i = 0; i < items.size(); i++) {
                Map.Entry<T, R> result = done.take().get();
                receiver.receive(result.getKey(), result.getValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Passing.interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BuildFailure failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    /** Whether it was the build that ended rather than what a package needs that failed. */
    static boolean isEnd(BuildFailure failure) {
        return failure.getCause() instanceof IllegalStateException
                || Thread.currentThread().isInterrupted();
    }

    private static void awaitEnd(ExecutorService pool) {
        try {
            // What was interrupted cleans up.
            pool.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
