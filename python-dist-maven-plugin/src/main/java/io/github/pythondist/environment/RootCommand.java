package io.github.pythondist.environment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a program of an assembled root on this machine, not in a sandbox: for what needs the network. It uses the root's
 * own C library and libraries, and sees this machine's files.
 */
public final class RootCommand {

    private RootCommand() {}

    /**
     * @param root a tree with programs
     * @param program its name
     * @param environment the whole environment of the process
     * @param directory the working directory
     * @param log appended to
     * @return the exit code; 128 and more for a signal
     * @throws io.github.pythondist.report.BuildFailure if there is no such program, it cannot be started, or the time is
     *     up
     */
    public static int run(
            Path root,
            String program,
            List<String> arguments,
            Map<String, String> environment,
            Path directory,
            Path log,
            Duration timeout) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString()));
        command.addAll(RootPrograms.of(root).command(program, arguments));
        return new JobProcess(command, environment, log, program, Optional.of(timeout), Optional.empty(), false).run();
    }
}
