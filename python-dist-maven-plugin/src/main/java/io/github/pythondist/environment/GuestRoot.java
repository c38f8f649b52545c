package io.github.pythondist.environment;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the two tiers that enter a build root make of it: the same {@code /} with the same names. */
final class GuestRoot {

    static final String PATH = "/usr/bin:/usr/sbin";
    static final String HOME = "/build";
    static final String USERS = "/etc/passwd";

    /** Made anew for each command, whatever the packages put there. */
    private static final Set<String> VOLATILE = Set.of("dev", "proc", "sys", "tmp");

    private GuestRoot() {}

    /** The directories and links at the top of a build root that a command sees, sorted. */
    static List<Path> entries(Path root) {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(
                            entry -> Files.isSymbolicLink(entry) || Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .filter(entry -> !VOLATILE.contains(entry.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the build root " + root + ".", e);
        }
    }

    /**
     * @throws IllegalArgumentException if a mount would hide or change a part of the build root
     * @throws BuildFailure if what is to be mounted is not there
     */
    static void check(Path root, List<Mount> mounts) {
        for (Mount mount : mounts) {
            String top = mount.guestPath().substring(1).split("/", 2)[0];
            if (VOLATILE.contains(top) || Files.exists(root.resolve(top), LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalArgumentException(mount.guestPath() + " lies in the build root's own /" + top);
            }
            if (mount.writable() ? !Files.isDirectory(mount.hostPath()) : !Files.exists(mount.hostPath())) {
                throw new BuildFailure(
                                "Cannot give " + mount.hostPath() + " to the build as " + mount.guestPath() + ".")
                        .detail(
                                mount.writable()
                                        ? "There is no such directory."
                                        : "There is no such file or directory.");
            }
        }
    }
}
