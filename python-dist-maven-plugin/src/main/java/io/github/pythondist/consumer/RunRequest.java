package io.github.pythondist.consumer;

import io.github.pythondist.report.BuildFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of an interpreter. Begin with {@link #of}.
 *
 * @param executable the interpreter
 * @param arguments the program's own
 * @param environment added to Maven's environment without its {@code PYTHON*} variables; may set these anew
 * @param stdin file to read standard input from, or null for none
 * @param timeout after which the process and all it started are ended, or null to wait for ever
 * @param successCodes exit codes that mean success
 * @param log gets all output, except standard output if {@code output} is given
 * @param output file for standard output, written only on success, or null
 * @param echo whether what goes to the log is also shown line by line
 */
public record RunRequest(
        Path executable,
        Program program,
        List<String> arguments,
        Map<String, String> environment,
        Path workingDirectory,
        @Nullable Path stdin,
        @Nullable Duration timeout,
        Set<Integer> successCodes,
        Path log,
        @Nullable Path output,
        boolean echo) {

    public RunRequest {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        successCodes = Set.copyOf(successCodes);
    }

    /**
     * A timeout as goals are told it.
     *
     * @param seconds 0 to wait for ever
     * @throws BuildFailure if it is negative
     */
    public static Optional<Duration> timeout(int seconds) {
        if (seconds < 0) {
            throw new BuildFailure("<timeout> is negative: " + seconds).remedy("Write seconds, or 0 to wait for ever.");
        }
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    /** Without arguments, input, timeout or additions to the environment; 0 is success; output is shown. */
    public static RunRequest of(Path executable, Program program, Path workingDirectory, Path log) {
        return new RunRequest(
                executable, program, List.of(), Map.of(), workingDirectory, null, null, Set.of(0), log, null, true);
    }

    public RunRequest withArguments(List<String> list) {
        return new RunRequest(
                executable,
                program,
                list,
                environment,
                workingDirectory,
                stdin,
                timeout,
                successCodes,
                log,
                output,
                echo);
    }

    public RunRequest withEnvironment(Map<String, String> additions) {
        return new RunRequest(
                executable,
                program,
                arguments,
                additions,
                workingDirectory,
                stdin,
                timeout,
                successCodes,
                log,
                output,
                echo);
    }

    /**
     * With directories that come first in {@code PYTHONPATH}; those that are not there are left out.
     *
     * @throws BuildFailure if {@code PYTHONPATH} cannot name one
     */
    public RunRequest withSources(List<Path> directories) {
        List<String> there = directories.stream()
                .filter(Files::isDirectory)
                .map(Path::toString)
                .toList();
        for (String directory : there) {
            if (directory.contains(File.pathSeparator)) {
                throw new BuildFailure("Python cannot be told of the modules in " + directory)
                        .detail("'" + File.pathSeparator
                                + "' keeps the directories of PYTHONPATH apart, so none may have it in its name")
                        .remedy("Move the project");
            }
        }
        String path = Stream.concat(there.stream(), Stream.ofNullable(environment.get("PYTHONPATH")))
                .collect(Collectors.joining(File.pathSeparator));
        Map<String, String> all = new TreeMap<>(environment);
        if (!path.isEmpty()) {
            all.put("PYTHONPATH", path);
        }
        return withEnvironment(all);
    }

    public RunRequest withStdin(@Nullable Path file) {
        return new RunRequest(
                executable,
                program,
                arguments,
                environment,
                workingDirectory,
                file,
                timeout,
                successCodes,
                log,
                output,
                echo);
    }

    public RunRequest withTimeout(@Nullable Duration limit) {
        return new RunRequest(
                executable,
                program,
                arguments,
                environment,
                workingDirectory,
                stdin,
                limit,
                successCodes,
                log,
                output,
                echo);
    }

    public RunRequest withSuccessCodes(Set<Integer> codes) {
        return new RunRequest(
                executable,
                program,
                arguments,
                environment,
                workingDirectory,
                stdin,
                timeout,
                codes,
                log,
                output,
                echo);
    }

    public RunRequest withOutput(@Nullable Path file) {
        return new RunRequest(
                executable,
                program,
                arguments,
                environment,
                workingDirectory,
                stdin,
                timeout,
                successCodes,
                log,
                file,
                echo);
    }

    public RunRequest withEcho(boolean show) {
        return new RunRequest(
                executable,
                program,
                arguments,
                environment,
                workingDirectory,
                stdin,
                timeout,
                successCodes,
                log,
                output,
                show);
    }
}
