package io.github.pythondist.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {

    @TempDir
    Path folder;

    @Test
    void waitsForAnotherCopyOfThisClassInTheSameJvm() throws Exception {
        Path file = folder.resolve("sub/.lock");
        Files.createDirectories(file.getParent());
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Void> second;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock first = channel.lock()) {
            assertThat(first.isValid()).isTrue();
            second = CompletableFuture.runAsync(() -> take(file, waiting::countDown));
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(second).isNotDone();
        }
        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void keepsThreadsApartAndCanBeTakenAgain() throws Exception {
        Path file = folder.resolve(".lock");
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Void> second;
        try (ProcessLock first = ProcessLock.acquire(file, () -> {})) {
            assertThat(first).isNotNull();
            second = CompletableFuture.runAsync(() -> take(file, waiting::countDown));
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(second).isNotDone();
        }
        second.get(10, TimeUnit.SECONDS);
        take(file, () -> {
            throw new AssertionError("nobody holds it");
        });
    }

    private static void take(Path file, Runnable onWait) {
        try (ProcessLock lock = ProcessLock.acquire(file, onWait)) {
            assertThat(lock).isNotNull();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
