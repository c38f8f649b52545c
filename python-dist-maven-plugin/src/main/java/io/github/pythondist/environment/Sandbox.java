package io.github.pythondist.environment;

import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs commands, cut off from the machine as far as its {@link #tier()} can. Safe for use by several threads. */
public sealed interface Sandbox permits RootedSandbox, HostSandbox, VariedSandbox {

    /** How far commands are kept from the machine; goes into the build info. */
    Tier tier();

    /**
     * What decides the bytes that a command's tools give, for cache keys: the build root's digest, the same in
     * {@link Tier#NAMESPACES} and {@link Tier#CHROOT}; in {@link Tier#HOST} a digest over the versions of the host's
     * tools.
     */
    String identity();

    /**
     * The path by which a command reaches a guest path: the same, but for {@link Tier#HOST}, where it is the host path
     * that the mount stands for. Recipes must take their paths from variables set with this, never spell them.
     */
    String guestPath(List<Mount> mounts, String guestPath);

    /** The directories that {@link SandboxCommand#argv() programs} are looked up in, with colons between. */
    String searchPath();

    /**
     * Where a command finds a program of that name.
     *
     * @return nothing if there is none on {@link #searchPath()}
     */
    Optional<String> tool(String name);

    /**
     * The same tier with another root for its world; the programs that set it up still come from the build root, so the
     * other needs none of them, only a shell and coreutils.
     *
     * @param root a tree that {@link RootStore} assembled
     * @throws BuildFailure in {@link Tier#HOST}, which enters no root
     */
    Sandbox inRoot(Path root);

    /** The same, with other surroundings for the commands that run in it. */
    default Sandbox varied(Variation variation) {
        return variation.equals(Variation.NONE) ? this : new VariedSandbox(this, variation);
    }

    /** The path by which a command reaches a mount. */
    default String guestPath(Mount mount) {
        return guestPath(List.of(mount), mount.guestPath());
    }

    /**
     * Runs a command to its end.
     *
     * @return its exit code, by the shell's rules: 127 when the program does not exist, 126 when the working directory
     *     does not, 128 and more for a signal
     * @throws BuildFailure if it cannot be started, is interrupted or takes longer than its timeout; everything it
     *     started is then dead
     */
    int run(SandboxCommand command, Progress progress);

    /**
     * Runs a command that must succeed.
     *
     * @param what begins the message, such as {@code "Building openssl 3.5.6"}
     * @throws BuildFailure if the exit code is not 0: with the last lines of the log and its place
     */
    default void runOrFail(SandboxCommand command, String what, Progress progress) {
        int exitCode = run(command, progress);
        if (exitCode != 0) {
            BuildFailure failure = new BuildFailure(what + " failed with exit code " + exitCode + ".");
            LogTail.of(command.log()).forEach(failure::detail);
            throw failure.remedy("The whole log: " + command.log());
        }
    }
}
