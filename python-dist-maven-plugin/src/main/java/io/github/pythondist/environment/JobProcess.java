package io.github.pythondist.environment;

import io.github.pythondist.report.BuildFailure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of the machine that never outlives its call: it and all it started are killed when the time is up, when
 * the calling thread is interrupted and when the JVM shuts down.
 */
final class JobProcess {

    private static final int KILL_ROUNDS = 5;
    private static final File NOTHING = new File("/dev/null");

    private JobProcess() {}

    /**
     * @param command as the system sees it
     * @param environment the whole environment of the process
     * @param log appended to
     * @param name what to call the process in messages
     * @param sweep whether to kill, also after a normal end, what is left of the session that the process leads
     */
    static int run(
            List<String> command,
            Map<String, String> environment,
            Path log,
            Optional<Duration> timeout,
            String name,
            boolean sweep) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(NOTHING)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            process = builder.start();
        } catch (IOException e) {
            throw new BuildFailure("Cannot start " + name + ".", e);
        }
        Thread killer = new Thread(() -> kill(process), "kill " + name);
        addHook(killer, process);
        try {
            if (timeout.isEmpty()) {
                return process.waitFor();
            }
            if (process.waitFor(timeout.get().toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            kill(process);
            BuildFailure failure = new BuildFailure(
                    name + " did not end within " + timeout.get().toSeconds() + " s and was killed.");
            LogTail.of(log).forEach(failure::detail);
            throw failure.remedy("The whole log: " + log);
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new BuildFailure(name + " was interrupted and killed.");
        } finally {
            if (sweep) {
                kill(process);
            }
            removeHook(killer);
        }
    }

    private static void addHook(Thread killer, Process process) {
        try {
            Runtime.getRuntime().addShutdownHook(killer);
        } catch (IllegalStateException e) {
            kill(process);
            throw new BuildFailure("The build is shutting down.", e);
        }
    }

    private static void removeHook(Thread killer) {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // The JVM is shutting down and runs the hook.
        }
    }

    private static void kill(Process process) {
        // A process born between listing and killing is found in the next round.
        for (int round = 0; round < KILL_ROUNDS; round++) {
            Set<ProcessHandle> doomed =
                    new LinkedHashSet<>(process.descendants().toList());
            doomed.addAll(sessionOf(process.pid()));
            if (process.isAlive()) {
                doomed.add(process.toHandle());
            }
            if (doomed.isEmpty()) {
                return;
            }
            doomed.forEach(ProcessHandle::destroyForcibly);
            doomed.forEach(JobProcess::awaitEnd);
        }
    }

    private static void awaitEnd(ProcessHandle handle) {
        try {
            handle.onExit().get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Stuck in the kernel; nothing more can be done.
        }
    }

    /** Processes that belong to the session a process began, also those whose parents are gone. */
    private static List<ProcessHandle> sessionOf(long leader) {
        List<ProcessHandle> members = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(handle -> session(handle.pid()) == leader)
                .forEach(members::add);
        return members;
    }

    /** The session of a process by proc(5): the sixth field of its stat file, counted after the name's bracket. */
    private static long session(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5)[3]);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }
}
