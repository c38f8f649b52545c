package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("What is done for many packages")
@Timeout(60)
final class WorkersTest {

    private final NavigableMap<String, Integer> received = new TreeMap<>();

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    @DisplayName("is done at the same time, and received by one thread")
    void together() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        Thread here = Thread.currentThread();

        Workers.each(
                2,
                List.of("a", "bc"),
                item -> {
                    both.countDown();
                    await(both);
                    return item.length();
                },
                (item, length) -> {
                    assertThat(Thread.currentThread()).isSameAs(here);
                    received.put(item, length);
                });

        assertThat(received).isEqualTo(new TreeMap<>(Map.of("a", 1, "bc", 2)));
    }

    @Test
    @DisplayName("ends with the first failure; what runs is interrupted before that is told")
    void failure() {
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();

        assertThatThrownBy(() -> Workers.each(
                        2,
                        List.of("waits", "fails"),
                        item -> {
                            if (item.equals("fails")) {
                                await(running);
                                throw new BuildFailure("the disk is full");
                            }
                            running.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.set(true);
                            }
                            return 0;
                        },
                        received::put))
                .isInstanceOf(BuildFailure.class)
                .hasMessage("the disk is full");
        assertThat(interrupted).isTrue();
        assertThat(received).isEmpty();
    }

    @Test
    @DisplayName("ends when the build is interrupted, which says so")
    void interruption() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Workers.each(1, List.of("a"), String::length, received::put))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    @DisplayName("has not failed if the build ends")
    void end() {
        assertThat(Workers.isEnd(new BuildFailure("ending", new IllegalStateException("Shutdown in progress"))))
                .isTrue();
        assertThat(Workers.isEnd(new BuildFailure("the compiler is not amused")))
                .isFalse();
        Thread.currentThread().interrupt();
        assertThat(Workers.isEnd(new BuildFailure("killed"))).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
