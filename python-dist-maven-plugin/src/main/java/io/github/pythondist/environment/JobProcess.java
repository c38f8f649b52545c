package io.github.pythondist.environment;

import io.github.pythondist.files.Programs;
import io.github.pythondist.report.BuildFailure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
 *
 * @param command as the system sees it
 * @param environment the whole environment of the process
 * @param log appended to
 * @param name what to call the process in messages
 * @param timeout after which it is killed
 * @param session given for a process that leads a session of its own: what is left of the session is killed after a
 *     normal end too, and the file says which it is, for {@link #killSession} should this JVM be killed
 * @param cleansUp whether to run even when the JVM is shutting down: a short step of tidying up
 */
record JobProcess(
        List<String> command,
        Map<String, String> environment,
        Path log,
        String name,
        Optional<Duration> timeout,
        Optional<Path> session,
        boolean cleansUp) {

    private static final int KILL_ROUNDS = 5;
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);
    private static final File NOTHING = new File("/dev/null");

    /** A program of our own choice that ends soon. */
    static JobProcess helper(List<String> command, Path log, String name) {
        Map<String, String> environment = Map.of("PATH", GuestRoot.PATH, "LC_ALL", "C");
        return new JobProcess(command, environment, log, name, Optional.empty(), Optional.empty(), true);
    }

    /** The same, with a limit in time. */
    JobProcess within(Duration limit) {
        return new JobProcess(command, environment, log, name, Optional.of(limit), session, cleansUp);
    }

    /**
     * @return the exit code; 128 and more for a signal
     * @throws BuildFailure if it cannot be started, takes too long (its cause is a {@link TimeoutException} then) or is
     *     interrupted
     */
    int run() {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(NOTHING)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            process = Programs.start(builder);
        } catch (IOException e) {
            throw new BuildFailure("Cannot start " + name + ".", e);
        }
        Thread killer = new Thread(() -> kill(process), "kill " + name);
        addHook(killer, process);
        try {
            if (session.isPresent()) {
                Files.writeString(session.get(), Long.toString(process.pid()));
            }
            if (timeout.isEmpty()) {
                return exitCode(process.waitFor(), killer);
            }
            if (process.waitFor(timeout.get().toMillis(), TimeUnit.MILLISECONDS)) {
                return exitCode(process.exitValue(), killer);
            }
            kill(process);
            BuildFailure failure = new BuildFailure(
                    name + " did not end within " + timeout.get().toSeconds() + " s and was killed.");
            failure.initCause(new TimeoutException());
            LogTail.of(log).forEach(failure::detail);
            throw failure.remedy("The whole log: " + log);
        } catch (IOException e) {
            kill(process);
            throw new BuildFailure("Cannot note the process of " + name + ".", e);
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new BuildFailure(name + " was interrupted and killed.");
        } finally {
            if (session.isPresent()) {
                kill(process);
            }
            removeHook(killer);
        }
    }

    private void addHook(Thread killer, Process process) {
        try {
            Runtime.getRuntime().addShutdownHook(killer);
        } catch (IllegalStateException e) {
            if (cleansUp) {
                return;
            }
            kill(process);
            throw shuttingDown(e);
        }
    }

    /** A process that was killed because the JVM ends has not failed: what became of it says nothing. */
    private int exitCode(int code, Thread killer) {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            if (!cleansUp) {
                throw shuttingDown(e);
            }
        }
        return code;
    }

    private static BuildFailure shuttingDown(IllegalStateException e) {
        return new BuildFailure("The build is shutting down.", e);
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

    /**
     * Kills what is left of the session of a killed JVM's process.
     *
     * @param noted the file that {@link #session} named; none is no error
     */
    static void killSession(Path noted) throws IOException {
        if (!Files.exists(noted)) {
            return;
        }
        String text = Files.readString(noted).strip();
        if (text.isEmpty()) {
            return;
        }
        long leader = Long.parseLong(text);
        Instant limit = Files.getLastModifiedTime(noted).toInstant().plus(CLOCK_TOLERANCE);
        boolean another = ProcessHandle.of(leader)
                .flatMap(handle -> handle.info().startInstant())
                .filter(limit::isBefore)
                .isPresent();
        if (another) {
            return;
        }
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<ProcessHandle> doomed = sessionOf(leader);
            doomed.forEach(ProcessHandle::destroyForcibly);
            doomed.forEach(JobProcess::awaitEnd);
        }
    }

    static void awaitEnd(ProcessHandle handle) {
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
