package io.github.pythondist.consumer;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Programs;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.runtime.PythonEnvironment;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Runs Python as a part of a build.
 *
 * <p>The environment is Maven's after {@link PythonEnvironment#clean}; the request's own variables come last.
 *
 * <p>On timeout, interruption and the end of the JVM the process is ended together with all it started.
 */
@Named
@Singleton
public final class PythonRunner {

    private static final int SHOWN_LINES = 20;
    private static final int SHOWN_CHARS = 2000;
    private static final int LINE_CHARS = 1 << 16;
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration QUIET = Duration.ofSeconds(1);
    /** Variable that a run's processes inherit, to be found by when their parents are gone. */
    private static final String MARK = "MAVEN_PYTHON_DIST_RUN";

    private static final AtomicLong RUNS = new AtomicLong();
    // Exit codes above tell the signal that ended the process (as a shell has it).
    private static final int SIGNAL_BASE = 128;
    // "Argument list too long", the same number on Linux and macOS.
    private static final int E2BIG = 7;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /** Where output really goes: behind a symbolic link, and never a directory. */
    private static @Nullable Path target(@Nullable Path output) {
        if (output == null) {
            return null;
        }
        if (Files.isDirectory(output)) {
            throw new BuildFailure("Python's output cannot be written to " + output + ": it is a directory")
                    .remedy("Correct <outputFile>");
        }
        try {
            return Files.exists(output) ? output.toRealPath() : output;
        } catch (IOException e) {
            throw new BuildFailure("Python's output cannot be written to " + output, e);
        }
    }

    /** A JVM in the POSIX locale would hand over question marks for every letter beyond ASCII. */
    private static void requireEncodable(List<String> command, Map<String, String> environment) {
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        CharsetEncoder encoder = charset.newEncoder();
        Stream.of(command.stream(), environment.keySet().stream(), environment.values().stream())
                .flatMap(texts -> texts)
                .filter(text -> !encoder.canEncode(text))
                .sorted()
                .findFirst()
                .ifPresent(text -> {
                    throw new BuildFailure("Python cannot be given '" + text + "' in the locale Maven runs in ("
                                    + charset + ")")
                            .remedy("Run Maven in a UTF-8 locale, for example LC_ALL=C.UTF-8");
                });
    }

    /**
     * Writes a text that is to be the standard input of a run.
     *
     * @param log the run's log, beside which it is kept
     */
    public static Path inputText(Path log, String text) {
        Path file = log.resolveSibling(log.getFileName() + ".input");
        try {
            AtomicFiles.writeString(file, text);
            return file;
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the input of Python to " + file, e)
                    .remedy("Check free space and permissions there.");
        }
    }

    /**
     * Runs and waits.
     *
     * @throws BuildFailure if the interpreter cannot be started, ends with another code than those of success, or takes
     *     too long
     */
    public RunResult run(RunRequest request, Progress progress) {
        List<String> command = new ArrayList<>();
        command.add(request.executable().toString());
        command.addAll(request.program().arguments());
        command.addAll(request.arguments());
        progress.debug("Running " + shown(command) + " in " + request.workingDirectory());
        requireEncodable(command, request.environment());
        Path output = target(request.output());
        // A device or a pipe is written to, never replaced.
        boolean special = output != null && Files.exists(output) && !Files.isRegularFile(output);
        Path temporary = output == null
                ? null
                : AtomicFiles.temporarySibling(special ? request.log().toAbsolutePath() : output.toAbsolutePath());
        try {
            try {
                Files.createDirectories(request.log().toAbsolutePath().getParent());
                if (temporary != null) {
                    Files.createDirectories(temporary.getParent());
                }
                RunResult result = run(request, command, temporary, progress);
                if (special && output != null && temporary != null) {
                    try (OutputStream device = Files.newOutputStream(output, StandardOpenOption.WRITE)) {
                        Files.copy(temporary, device);
                    }
                } else if (output != null && temporary != null) {
                    AtomicFiles.moveInPlace(temporary, output);
                }
                return result;
            } finally {
                if (temporary != null) {
                    Files.deleteIfExists(temporary);
                }
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the output of Python", e)
                    .detail("The log is " + request.log())
                    .remedy("Check free space and permissions there.");
        }
    }

    private static RunResult run(RunRequest request, List<String> command, @Nullable Path stdout, Progress progress)
            throws IOException {
        long start = System.nanoTime();
        String mark = ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet() + "-" + start;
        Process process = start(request, command, stdout, mark);
        Family family = new Family(process, mark);
        Thread onExit = new Thread(family::end, "python-dist-end-of-jvm");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            InputStream stream = stdout == null ? process.getInputStream() : process.getErrorStream();
            Output output = new Output(stream, request, progress);
            output.start();
            boolean ended = family.await(request.timeout());
            if (!ended) {
                family.end();
            }
            output.finish();
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            if (!ended) {
                throw failure(
                                "Python did not end within " + request.timeout().toMillis() / 1000.0 + " s",
                                request,
                                command,
                                output)
                        .remedy("It was ended with all it had started. Find out what it waited for, or allow it more"
                                + " time.");
            }
            int code = process.exitValue();
            if (!request.successCodes().contains(code)) {
                throw failure("Python ended with exit code " + code + signal(code), request, command, output)
                        .remedy("To run it by hand, copy the command above.");
            }
            return new RunResult(code, duration, request.log());
        } catch (InterruptedException e) {
            family.end();
            Thread.currentThread().interrupt();
            throw new BuildFailure("Python was ended because the build was interrupted", e)
                    .detail(shown(command))
                    .remedy("Run the build again.");
        } finally {
            family.end();
            forget(onExit);
        }
    }

    private static Process start(RunRequest request, List<String> command, @Nullable Path stdout, String mark) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(request.workingDirectory().toFile());
        environment(builder.environment(), request.environment());
        builder.environment().put(MARK, mark);
        Path stdin = request.stdin();
        if (stdin != null) {
            if (!Files.isReadable(stdin)) {
                throw new BuildFailure("The file for standard input is missing or cannot be read: " + stdin)
                        .remedy("Create it, or correct its path.");
            }
            builder.redirectInput(stdin.toFile());
        }
        if (stdout == null) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectOutput(stdout.toFile());
        }
        try {
            Process process = Programs.start(builder);
            if (stdin == null) {
                process.getOutputStream().close();
            }
            return process;
        } catch (IOException e) {
            throw cannotStart(request, e);
        }
    }

    private static BuildFailure cannotStart(RunRequest request, IOException cause) {
        BuildFailure failure = new BuildFailure("Cannot start " + request.executable(), cause);
        if (!Files.isDirectory(request.workingDirectory())) {
            return failure.remedy("The working directory " + request.workingDirectory() + " is missing: create it.");
        }
        if (!Files.exists(request.executable())) {
            return failure.remedy("The interpreter is not there: run the goal unpack first.");
        }
        if (!Files.isExecutable(request.executable())) {
            return failure.remedy("It may not be executed: delete it and unpack it again, on a file system that is not"
                    + " mounted noexec.");
        }
        if (String.valueOf(cause.getMessage()).contains("error=" + E2BIG + ",")) {
            return failure.remedy("One argument or variable is too long (Linux takes 128 KiB), or all of them together:"
                    + " write it to a file, or give it as <input>.");
        }
        return failure.remedy("It is there, so it is probably made for another processor or another C library (glibc or"
                + " musl): use the artifact with the classifier of this machine.");
    }

    private static void environment(Map<String, String> environment, Map<String, String> additions) {
        PythonEnvironment.clean(environment);
        environment.putAll(additions);
    }

    private static BuildFailure failure(String summary, RunRequest request, List<String> command, Output output) {
        BuildFailure failure = new BuildFailure(summary)
                .detail("command: " + shown(command))
                .detail("in:      " + request.workingDirectory())
                .detail("output:  " + request.log());
        List<String> last = output.last();
        if (last.isEmpty()) {
            return failure.detail("It wrote nothing.");
        }
        failure.detail("last " + (last.size() == 1 ? "line" : last.size() + " lines") + " of the output:");
        last.forEach(line -> failure.detail("  " + line));
        return failure;
    }

    private static String signal(int code) {
        return code > SIGNAL_BASE && code < SIGNAL_BASE + 65 ? " (ended by signal " + (code - SIGNAL_BASE) + ")" : "";
    }

    /** The command line as a POSIX shell would take it. */
    private static String shown(List<String> command) {
        return String.join(
                " ",
                command.stream()
                        .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                        .toList());
    }

    private static void forget(Thread onExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs, which is what it is for.
        }
    }

    /** A process and all that descends from it, also what outlives its own parent. */
    private static final class Family {

        private final Process process;
        private final byte[] mark;
        private final Set<ProcessHandle> descendants = new LinkedHashSet<>();
        private volatile boolean endedByItself;

        Family(Process process, String mark) {
            this.process = process;
            this.mark = (MARK + "=" + mark).getBytes(StandardCharsets.US_ASCII);
        }

        /** Whether the process ended in time. */
        boolean await(@Nullable Duration timeout) throws InterruptedException {
            long deadline = timeout == null ? Long.MAX_VALUE : System.nanoTime() + timeout.toNanos();
            while (true) {
                long left = timeout == null ? POLL.toNanos() : Math.min(POLL.toNanos(), deadline - System.nanoTime());
                if (process.waitFor(Math.max(left, 0), TimeUnit.NANOSECONDS)) {
                    endedByItself = true;
                    return true;
                }
                remember();
                if (timeout != null && System.nanoTime() >= deadline) {
                    return false;
                }
            }
        }

        // A child of a process that is gone is no longer found by asking for descendants.
        private synchronized void remember() {
            process.descendants().forEach(descendants::add);
        }

        /** Also what left its parents on purpose, as daemons do: where the system shows environments, that is on Linux. */
        private void rememberMarked() {
            ProcessHandle.allProcesses().filter(this::isMarked).forEach(descendants::add);
        }

        private boolean isMarked(ProcessHandle candidate) {
            try {
                byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(candidate.pid()), "environ"));
                for (int start = 0, end; start < environment.length; start = end + 1) {
                    end = start;
                    while (end < environment.length && environment[end] != 0) {
                        end++;
                    }
                    if (Arrays.equals(environment, start, end, mark, 0, mark.length)) {
                        return true;
                    }
                }
            } catch (IOException e) {
                // It ended meanwhile, belongs to somebody else, or the system has no such files.
            }
            return false;
        }

        /** Asks all to end, then ends those that do not. What a process left running on purpose when it ended stays. */
        synchronized void end() {
            if (endedByItself) {
                return;
            }
            remember();
            rememberMarked();
            descendants.add(process.toHandle());
            List<ProcessHandle> all = new ArrayList<>(descendants);
            all.forEach(ProcessHandle::destroy);
            long deadline = System.nanoTime() + GRACE.toNanos();
            while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
            remember();
            rememberMarked();
            descendants.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Lines as {@link BufferedReader} has them, but for those that need not fit into memory: they come in pieces. */
    private static final class Lines {

        private final Reader in;
        private boolean afterReturn;

        /**
         * @param in buffered
         */
        Lines(Reader in) {
            this.in = in;
        }

        @Nullable
        String next() throws IOException {
            StringBuilder line = new StringBuilder();
            int c = in.read();
            if (c == '\n' && afterReturn) {
                c = in.read();
            }
            afterReturn = false;
            if (c < 0) {
                return null;
            }
            while (c >= 0 && c != '\n' && c != '\r') {
                line.append((char) c);
                if (line.length() >= LINE_CHARS && !Character.isHighSurrogate((char) c)) {
                    return line.toString();
                }
                c = in.read();
            }
            afterReturn = c == '\r';
            return line.toString();
        }
    }

    /** Copies the output to the log, shows it if asked, and keeps its last lines. */
    private static final class Output extends Thread {

        private final InputStream stream;
        private final RunRequest request;
        private final Progress progress;
        private final Deque<String> last = new ArrayDeque<>();
        private volatile long count;
        private volatile @Nullable IOException problem;

        Output(InputStream stream, RunRequest request, Progress progress) {
            super("python-dist-output");
            setDaemon(true);
            this.stream = stream;
            this.request = request;
            this.progress = progress;
        }

        @Override
        public void run() {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
                    BufferedWriter log = Files.newBufferedWriter(request.log())) {
                Lines lines = new Lines(reader);
                for (String line = lines.next(); line != null; line = lines.next()) {
                    log.write(line);
                    log.write('\n');
                    log.flush();
                    keep(line);
                    if (request.echo()) {
                        progress.info(line);
                    }
                }
            } catch (IOException e) {
                problem = e;
            }
        }

        private synchronized void keep(String line) {
            count++;
            last.addLast(line.length() > SHOWN_CHARS ? line.substring(0, SHOWN_CHARS) + " ..." : line);
            if (last.size() > SHOWN_LINES) {
                last.removeFirst();
            }
        }

        synchronized List<String> last() {
            return List.copyOf(last);
        }

        /** Waits for the rest of the output, though not for a process left running that holds the pipe open. */
        void finish() throws InterruptedException, IOException {
            long before;
            do {
                before = count;
                join(QUIET.toMillis());
            } while (isAlive() && count != before);
            if (!isAlive() && problem != null) {
                throw problem;
            }
        }
    }
}
