package io.github.pythondist.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store of steps")
final class StepStoreTest {

    private static final Digest KEY = Digest.ofText("inputs");

    @TempDir
    private Path temporary;

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    @DisplayName("runs a step once and finds its output and log afterwards")
    void remembers() throws IOException {
        Path log = Files.writeString(temporary.resolve("step.log"), "compiled\n");
        StepStore.Output first = store().findOrRun(KEY, "zlib", "out.txt", Progress.NONE, file -> {
            runs.incrementAndGet();
            Files.writeString(file, "library");
            return log;
        });
        StepStore.Output second = run(store());

        assertThat(runs).hasValue(1);
        assertThat(second).isEqualTo(first);
        assertThat(second.file()).hasContent("library");
        assertThat(second.log()).hasContent("compiled");
        assertThat(second.sha256()).isEqualTo(Digest.ofText("library"));
    }

    @Test
    @DisplayName("keeps nothing of a step that failed, and runs it again")
    void failureLeavesNothing() throws IOException {
        StepStore store = store();
        assertThatThrownBy(() -> store.findOrRun(KEY, "zlib", "out.txt", Progress.NONE, file -> {
                    Files.writeString(file, "half");
                    throw new BuildFailure("compiler says no");
                }))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("compiler says no");

        assertThat(store.find(KEY)).isEmpty();
        try (var left = Files.walk(temporary.resolve("store"))) {
            assertThat(left.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".lock")))
                    .isEmpty();
        }
        run(store);
        assertThat(runs).hasValue(1);
    }

    @Test
    @DisplayName("runs a step again whose output was cut or lost")
    void damageIsNoticed() throws IOException {
        StepStore store = store();
        Path output = run(store).file();
        Files.writeString(output, "lib");

        assertThat(run(store).file()).hasContent("library");
        Files.delete(output);
        assertThat(run(store).file()).hasContent("library");
        assertThat(runs).hasValue(3);
    }

    @Test
    @DisplayName("a record cut short by a crash counts as no entry")
    void cutRecordIsNoEntry() throws IOException {
        StepStore store = store();
        Path folder = run(store).file().getParent();
        Files.writeString(folder.resolve("step.json"), "{\"step\":");

        assertThat(run(store).file()).hasContent("library");
        assertThat(runs).hasValue(2);
    }

    @Test
    @DisplayName("two builds that want the same step run it once")
    void oneOfTwoRuns() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<StepStore.Output> first =
                    threads.submit(() -> store().findOrRun(KEY, "zlib", "out.txt", Progress.NONE, file -> {
                        runs.incrementAndGet();
                        begun.countDown();
                        Thread.sleep(200);
                        Files.writeString(file, "library");
                        return null;
                    }));
            begun.await();
            Future<StepStore.Output> second = threads.submit(() -> run(store()));

            assertThat(second.get().sha256()).isEqualTo(first.get().sha256());
            assertThat(runs).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("removes what killed builds left of other steps, but not what a running one is writing")
    void leftoversAreRemoved() throws Exception {
        Path store = temporary.resolve("store");
        Path dead = leftover(store, Digest.ofText("dead"));
        Path alive = leftover(store, Digest.ofText("alive"));
        Path foreign = Files.createDirectories(dead.resolveSibling(".another.tmp"));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            ProcessLock held = other.submit(() -> ProcessLock.acquire(
                            store.resolve("locks")
                                    .resolve(Digest.ofText("alive").hex() + ".lock"),
                            () -> {}))
                    .get();
            run(store());
            other.submit(() -> {
                        held.close();
                        return null;
                    })
                    .get();
        } finally {
            other.shutdownNow();
        }

        assertThat(dead).doesNotExist();
        assertThat(alive).isDirectory();
        assertThat(foreign).isDirectory();
    }

    private static Path leftover(Path store, Digest key) throws IOException {
        Path folder = store.resolve(key.hex().substring(0, 2)).resolve(key.hex());
        return Files.createDirectories(AtomicFiles.temporarySibling(folder).resolve("sub"))
                .getParent();
    }

    private StepStore store() {
        return new StepStore(temporary.resolve("store"));
    }

    private StepStore.Output run(StepStore store) {
        return store.findOrRun(KEY, "zlib", "out.txt", Progress.NONE, file -> {
            runs.incrementAndGet();
            Files.writeString(file, "library");
            return null;
        });
    }
}
