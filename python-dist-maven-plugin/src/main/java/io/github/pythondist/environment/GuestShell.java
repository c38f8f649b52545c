package io.github.pythondist.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a command finds the same in every tier: variables, umask, working directory. */
final class GuestShell {

    /** Exit code when the working directory cannot be entered, as the shell's for what cannot be executed. */
    private static final String SCRIPT = "umask \"$1\"; cd \"$2\" || exit 126; unset OLDPWD; shift 2; exec \"$@\"";

    /** RLIMIT_FSIZE, in blocks of POSIX, then all else; a limit that is lower already stays. */
    private static final String LIMIT = "ulimit -f \"$1\" 2>/dev/null; shift; ";

    private static final int BLOCK = 512;

    private GuestShell() {}

    /**
     * The command, wrapped in the shell of the place where it runs: neither Java nor bubblewrap nor chroot can set a
     * umask.
     */
    static List<String> wrap(SandboxCommand command, String workingDirectory) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c"));
        if (command.maxBytes().isPresent()) {
            argv.addAll(List.of(
                    LIMIT + SCRIPT, "sh", Long.toString(command.maxBytes().getAsLong() / BLOCK)));
        } else {
            argv.addAll(List.of(SCRIPT, "sh"));
        }
        argv.addAll(List.of(command.conditions().umask(), workingDirectory));
        argv.addAll(command.argv());
        return argv;
    }

    static SortedMap<String, String> environment(SandboxCommand command, String path, String home) {
        SortedMap<String, String> environment = new TreeMap<>(
                Map.of("PATH", path, "HOME", home, "SHELL", "/bin/sh", "TERM", "dumb", "TZ", "UTC", "LC_ALL", "C"));
        environment.putAll(command.environment());
        return environment;
    }
}
