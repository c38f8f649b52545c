package io.github.pythondist.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock held across threads and processes, by a lock file. The system releases it when its process dies, however
 * that happens, so a killed build never leaves it behind; the empty file stays.
 *
 * <p>Not to be taken twice by one thread.
 */
public final class ProcessLock implements AutoCloseable {

    private static final long POLL_MILLIS = 50;

    // File locks belong to the process: threads of one JVM must be kept apart by a lock of the JVM.
    private static final ConcurrentHashMap<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();

    private final ReentrantLock threadLock;
    private final FileChannel channel;
    private final FileLock fileLock;

    private ProcessLock(ReentrantLock threadLock, FileChannel channel, FileLock fileLock) {
        this.threadLock = threadLock;
        this.channel = channel;
        this.fileLock = fileLock;
    }

    /**
     * Waits for the lock.
     *
     * @param lockFile created if missing, with its directory
     * @param onWait run once if another holder makes us wait, to say so to the user
     */
    public static ProcessLock acquire(Path lockFile, Runnable onWait) throws IOException {
        Path key = lockFile.toAbsolutePath().normalize();
        Files.createDirectories(key.getParent());
        ReentrantLock threadLock = IN_THIS_JVM.computeIfAbsent(key, path -> new ReentrantLock());
        boolean told = false;
        if (!threadLock.tryLock()) {
            onWait.run();
            told = true;
            threadLock.lock();
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock fileLock = tryLock(channel);
            if (fileLock == null && !told) {
                onWait.run();
            }
            while (fileLock == null) {
                Thread.sleep(POLL_MILLIS);
                fileLock = tryLock(channel);
            }
            return new ProcessLock(threadLock, channel, fileLock);
        } catch (InterruptedException e) {
            if (channel != null) {
                channel.close();
            }
            threadLock.unlock();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + key);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            threadLock.unlock();
            throw e;
        }
    }

    /**
     * Takes the lock if nobody holds it, without waiting.
     *
     * @param lockFile created if missing, with its directory
     * @return nothing if another thread or process holds it
     */
    public static Optional<ProcessLock> tryAcquire(Path lockFile) throws IOException {
        Path key = lockFile.toAbsolutePath().normalize();
        Files.createDirectories(key.getParent());
        ReentrantLock threadLock = IN_THIS_JVM.computeIfAbsent(key, path -> new ReentrantLock());
        if (threadLock.isHeldByCurrentThread() || !threadLock.tryLock()) {
            return Optional.empty();
        }
        FileChannel channel = null;
        FileLock fileLock = null;
        try {
            channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            fileLock = tryLock(channel);
            return fileLock == null ? Optional.empty() : Optional.of(new ProcessLock(threadLock, channel, fileLock));
        } finally {
            if (fileLock == null) {
                if (channel != null) {
                    channel.close();
                }
                threadLock.unlock();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This class loaded a second time, as Maven does for a plugin that is an extension too, has a map of its
            // own, but the same file locks.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            fileLock.release();
        } finally {
            threadLock.unlock();
        }
    }
}
