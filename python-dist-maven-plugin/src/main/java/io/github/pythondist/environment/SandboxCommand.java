package io.github.pythondist.environment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A command to run in a {@link Sandbox}.
 *
 * @param argv program and arguments; a program without a slash is looked up on the sandbox's {@code PATH}
 * @param environment added to, and stronger than, the fixed variables {@code PATH}, {@code HOME}, {@code SHELL},
 *     {@code TERM}, {@code TZ} and {@code LC_ALL}; nothing else is inherited
 * @param mounts what the command sees beside the build root; none lies within another
 * @param workingDirectory guest path
 * @param log takes standard output and error, in the order they were written; created with its directory if missing,
 *     else appended to
 * @param timeout after which the command and all it started are killed
 * @param conditions user, host name and umask
 * @param maxBytes that the writable mounts and the log may hold, and what is in memory as files; the command and all it started are killed where it writes more
 * @param name what to call the command in messages; the program, unless {@link #named} says otherwise
 */
public record SandboxCommand(
        List<String> argv,
        SortedMap<String, String> environment,
        List<Mount> mounts,
        String workingDirectory,
        Path log,
        Optional<Duration> timeout,
        Conditions conditions,
        OptionalLong maxBytes,
        String name) {

    public SandboxCommand {
        argv = List.copyOf(argv);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        mounts = List.copyOf(mounts);
        log = log.toAbsolutePath().normalize();
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("nothing to run");
        }
        for (Mount mount : mounts) {
            String inner = mount.guestPath();
            if (mounts.stream().filter(outer -> outer.covers(inner)).count() > 1) {
                throw new IllegalArgumentException(inner + " lies within another mount");
            }
        }
    }

    /** A command with the name of its program. */
    public SandboxCommand(
            List<String> argv,
            SortedMap<String, String> environment,
            List<Mount> mounts,
            String workingDirectory,
            Path log,
            Optional<Duration> timeout,
            Conditions conditions) {
        this(
                argv,
                environment,
                mounts,
                workingDirectory,
                log,
                timeout,
                conditions,
                OptionalLong.empty(),
                argv.isEmpty() ? "" : argv.get(0));
    }

    /** A command under {@link Conditions#STANDARD}. */
    public SandboxCommand(
            List<String> argv,
            SortedMap<String, String> environment,
            List<Mount> mounts,
            String workingDirectory,
            Path log,
            Optional<Duration> timeout) {
        this(argv, environment, mounts, workingDirectory, log, timeout, Conditions.STANDARD);
    }

    /** The same, called otherwise in messages. */
    public SandboxCommand named(String other) {
        return new SandboxCommand(
                argv, environment, mounts, workingDirectory, log, timeout, conditions, maxBytes, other);
    }

    /** The same, with a limit of what it may write. */
    public SandboxCommand limitedTo(OptionalLong bytes) {
        return new SandboxCommand(argv, environment, mounts, workingDirectory, log, timeout, conditions, bytes, name);
    }

    /** Where what it writes lies, unless it is moved. */
    List<Path> written() {
        return Stream.concat(mounts.stream().filter(Mount::writable).map(Mount::hostPath), Stream.of(log))
                .toList();
    }
}
