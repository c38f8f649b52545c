package io.github.pythondist.environment;

import com.sun.management.OperatingSystemMXBean;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Tier#NAMESPACES}: a root read-only at {@code /}, by the bubblewrap that the build root brings.
 *
 * <p>A command sees a {@code /} of its own in memory with the root's directories, the mounts, a minimal
 * {@code /dev}, the {@code /proc} of its own processes and an empty {@code /tmp}; of the network, a loopback of its
 * own. It keeps no capabilities. The kernel kills all its processes when bubblewrap or the JVM dies.
 */
final class NamespaceSandbox extends RootedSandbox {

    NamespaceSandbox(RootPrograms programs, Path root) {
        super(Tier.NAMESPACES, programs, root);
    }

    @Override
    public Sandbox inRoot(Path other) {
        return new NamespaceSandbox(programs, other);
    }

    @Override
    public int run(SandboxCommand command, Progress progress) {
        progress.debug("in namespaces: " + String.join(" ", command.argv()));
        GuestRoot.check(root, command.mounts());
        JobProcess process = new JobProcess(
                programs.command("bwrap", arguments(command)),
                Map.of(),
                command.log(),
                command.name(),
                command.timeout(),
                Optional.empty(),
                false);
        return SizeLimit.guard(command.maxBytes(), command.written(), process::run);
    }

    private List<String> arguments(SandboxCommand command) {
        String user = Integer.toString(command.conditions().user());
        List<String> arguments = new ArrayList<>(List.of(
                "--unshare-all",
                "--uid",
                user,
                "--gid",
                user,
                "--hostname",
                command.conditions().hostName(),
                "--die-with-parent",
                "--new-session",
                "--clearenv"));
        GuestShell.environment(command, GuestRoot.PATH, GuestRoot.HOME)
                .forEach((name, value) -> arguments.addAll(List.of("--setenv", name, value)));
        for (Path entry : GuestRoot.entries(root)) {
            String guestPath = "/" + entry.getFileName();
            if (Files.isSymbolicLink(entry)) {
                arguments.addAll(List.of("--symlink", linkTarget(entry), guestPath));
            } else {
                arguments.addAll(List.of("--ro-bind", entry.toString(), guestPath));
            }
        }
        command.conditions()
                .users()
                .ifPresent(users -> arguments.addAll(List.of("--ro-bind", users.toString(), GuestRoot.USERS)));
        arguments.addAll(List.of("--dev", "/dev", "--proc", "/proc"));
        if (command.maxBytes().isPresent()) {
            String size = Long.toString(memory(command.maxBytes().getAsLong()));
            for (String place : List.of("/dev/shm", "/tmp")) {
                arguments.addAll(List.of("--perms", "1777", "--size", size, "--tmpfs", place));
            }
            arguments.addAll(List.of("--remount-ro", "/dev"));
        } else {
            arguments.addAll(List.of("--perms", "1777", "--tmpfs", "/tmp"));
        }
        for (Mount mount : command.mounts()) {
            arguments.addAll(List.of(
                    mount.writable() ? "--bind" : "--ro-bind", mount.hostPath().toString(), mount.guestPath()));
        }
        // Last: until here bubblewrap makes the mount points.
        arguments.addAll(List.of("--remount-ro", "/", "--chdir", "/", "--"));
        arguments.addAll(GuestShell.wrap(command, command.workingDirectory()));
        return arguments;
    }

    /** Never more than the kernel gives by itself (tmpfs(5)): half of what the machine has. */
    private static long memory(long bytes) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
                ? Math.min(bytes, machine.getTotalMemorySize() / 2)
                : bytes;
    }

    private static String linkTarget(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
