package io.github.pythondist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Files are written by several threads")
class FileWritersTest {

    @Test
    @DisplayName("Of two that fail the one handed over first is told, even if it fails last")
    void firstFailure() throws IOException {
        CountDownLatch second = new CountDownLatch(1);
        try (FileWriters writers = new FileWriters()) {
            writers.submit(1, () -> {
                second.await();
                throw new IOException("first");
            });
            writers.submit(1, () -> {
                second.countDown();
                throw new IOException("second");
            });
            assertThatThrownBy(writers::await).isInstanceOf(IOException.class).hasMessage("first");
        }
    }

    @Test
    @DisplayName("After it is closed nothing is written any more")
    void closed() throws IOException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger run = new AtomicInteger();
        FileWriters writers = new FileWriters();
        for (int i = 0; i < 1000; i++) {
            writers.submit(1, () -> {
                running.incrementAndGet();
                Thread.sleep(2);
                run.incrementAndGet();
                return running.decrementAndGet();
            });
        }
        writers.close();
        int atClose = run.get();
        assertThat(running).hasValue(0);
        assertThat(atClose).isLessThan(1000);
    }

    @Test
    @DisplayName("What waits to be written never takes more than 64 MiB")
    void memory() throws IOException {
        int eightMebibytes = 8 << 20;
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (FileWriters writers = new FileWriters()) {
            for (int i = 0; i < 100; i++) {
                writers.submit(eightMebibytes, () -> {
                    most.accumulateAndGet(held.addAndGet(eightMebibytes), Math::max);
                    Thread.sleep(1);
                    return held.addAndGet(-eightMebibytes);
                });
            }
            writers.await();
        }
        assertThat(most.get()).isLessThanOrEqualTo(64 << 20).isGreaterThan(eightMebibytes);
    }
}
