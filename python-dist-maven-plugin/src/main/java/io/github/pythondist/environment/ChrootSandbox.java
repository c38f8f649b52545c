package io.github.pythondist.environment;

import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link Tier#CHROOT}: each command gets a private tree, hard-linked from its root (copied where links are not
 * possible), entered by the build root's own {@code chroot} and deleted afterwards.
 *
 * <p>The command runs as an ordinary user; what it may only read belongs to root. Writable mounts are moved into the
 * tree and moved back at the end, whatever the end. There is no way to take the network, the host name or the view of
 * other processes away without namespaces, and there is no {@code /proc}: recipes must not need one (no
 * {@code /dev/stderr}, no {@code <(…)} of bash).
 */
final class ChrootSandbox extends RootedSandbox {

    // By umask, not by mode: mknod -m needs /proc.
    private static final String MAKE_DEVICES = """
            set -e
            cd /dev
            umask 000
            mknod null c 1 3
            mknod zero c 1 5
            mknod full c 1 7
            mknod random c 1 8
            mknod urandom c 1 9
            mknod tty c 5 0
            ln -s pts/ptmx ptmx
            ln -s /proc/self/fd fd
            ln -s /proc/self/fd/0 stdin
            ln -s /proc/self/fd/1 stdout
            ln -s /proc/self/fd/2 stderr
            mkdir shm
            chmod 1777 shm
            umask 022
            mkdir pts
            : > null
            """;

    /** In a job's directory: the session of its command. */
    private static final String SESSION = "session";

    /** In a job's directory: what its command sees. */
    private static final String TREE = "root";

    private static final int SHUTDOWN_SECONDS = 30;
    private static final int KILL_ROUNDS = 5;

    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path jobs;

    /**
     * @param jobs where the private trees are made; on the file system of the roots they cost next to nothing
     */
    ChrootSandbox(RootPrograms programs, Path root, Path jobs) {
        super(Tier.CHROOT, programs, root);
        this.jobs = jobs.toAbsolutePath().normalize();
    }

    @Override
    public Sandbox inRoot(Path other) {
        return new ChrootSandbox(programs, other, jobs);
    }

    @Override
    @SuppressWarnings("try") // the lock is only held
    public int run(SandboxCommand command, Progress progress) {
        progress.debug("in a chroot: " + String.join(" ", command.argv()));
        GuestRoot.check(root, command.mounts());
        try {
            removeAbandonedJobs(progress);
            Path job = jobs.resolve("job-" + UUID.randomUUID());
            CountDownLatch tidy = new CountDownLatch(1);
            Thread patience = delayShutdown(tidy);
            try (ProcessLock lock = ProcessLock.acquire(lockOf(job), () -> {})) {
                return runIn(job, command);
            } finally {
                Files.deleteIfExists(lockOf(job));
                tidy.countDown();
                endDelay(patience);
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot prepare or clear the chroot for " + command.name() + ".", e)
                    .detail("in " + jobs)
                    .remedy("Check the free space and the rights there.");
        }
    }

    /** When the user ends the build, the JVM waits until the writable mounts are back in their places. */
    private static Thread delayShutdown(CountDownLatch tidy) {
        Thread patience = new Thread(
                () -> {
                    try {
                        boolean ignored = tidy.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "clear chroot");
        try {
            Runtime.getRuntime().addShutdownHook(patience);
        } catch (IllegalStateException e) {
            throw new BuildFailure("The build is shutting down.", e);
        }
        return patience;
    }

    private static void endDelay(Thread patience) {
        try {
            Runtime.getRuntime().removeShutdownHook(patience);
        } catch (IllegalStateException e) {
            // The JVM is shutting down; it does not wait any longer.
        }
    }

    private int runIn(Path job, SandboxCommand command) throws IOException {
        Path tree = job.resolve(TREE);
        Path log = job.resolve("log");
        List<Mount> movedIn = new ArrayList<>();
        try {
            Files.createDirectories(tree);
            for (Path directory = tree; !directory.equals(jobs); directory = directory.getParent()) {
                Files.setPosixFilePermissions(directory, DIRECTORY);
            }
            List<String> copied = new ArrayList<>();
            for (Path entry : GuestRoot.entries(root)) {
                share(entry, tree.resolve(entry.getFileName().toString()), tree, copied, log);
            }
            if (command.conditions().users().isPresent()) {
                // The file there is the root's own, by another name.
                Path users = tree.resolve(GuestRoot.USERS.substring(1));
                Files.deleteIfExists(users);
                Files.copy(command.conditions().users().get(), users);
                Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));
            }
            for (String name : List.of("dev", "proc", "sys", "tmp")) {
                makeDirectory(tree, tree.resolve(name));
            }
            Files.setPosixFilePermissions(tree.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
            asRoot(tree, MAKE_DEVICES, log, "Making devices for the chroot");
            List<String> owned = new ArrayList<>(List.of("/tmp"));
            for (Mount mount : command.mounts()) {
                Path inside = tree.resolve(mount.guestPath().substring(1));
                if (mount.writable()) {
                    makeDirectory(tree, inside);
                    movedIn.add(mount);
                    moveChildren(mount.hostPath(), inside, log);
                    owned.add(mount.guestPath());
                } else {
                    makeDirectory(tree, inside.getParent());
                    share(mount.hostPath(), inside, tree, copied, log);
                }
            }
            if (!copied.isEmpty()) {
                String paths = String.join(" ", copied);
                asRoot(tree, "chown -hR 0:0 " + paths + " && chmod -R a+rX,go-w " + paths, log, "Preparing the chroot");
            }
            String user = "+" + command.conditions().user();
            asRoot(tree, "chown -hR " + user + ":" + user + " " + String.join(" ", owned), log, "Preparing the chroot");
            JobProcess process = new JobProcess(
                    enter(tree, user, GuestShell.wrap(command, command.workingDirectory())),
                    GuestShell.environment(command, GuestRoot.PATH, GuestRoot.HOME),
                    command.log(),
                    command.name(),
                    command.timeout(),
                    Optional.of(job.resolve(SESSION)),
                    false);
            // All that belongs to the command's user, and is moved back or deleted afterwards.
            List<Path> written = Stream.concat(
                            Stream.of(command.log()),
                            Stream.concat(owned.stream(), Stream.of("/dev/shm"))
                                    .map(guestPath -> tree.resolve(guestPath.substring(1))))
                    .toList();
            return SizeLimit.guard(command.maxBytes(), written, process::run);
        } finally {
            endAll(tree);
            moveOut(tree, movedIn, log);
            Trees.delete(job);
        }
    }

    /** Kills what lives in a tree: a process may have left the session that its command began. */
    private static void endAll(Path tree) throws IOException {
        if (!Files.isDirectory(tree)) {
            return;
        }
        Path root = tree.toRealPath();
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<ProcessHandle> doomed = ProcessHandle.allProcesses()
                    .filter(process -> root.equals(rootOf(process.pid())))
                    .toList();
            if (doomed.isEmpty()) {
                return;
            }
            doomed.forEach(ProcessHandle::destroyForcibly);
            doomed.forEach(JobProcess::awaitEnd);
        }
    }

    private static @Nullable Path rootOf(long process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process), "root"));
        } catch (IOException e) {
            // It has ended meanwhile.
            return null;
        }
    }

    private void moveOut(Path tree, List<Mount> mounts, Path log) throws IOException {
        // An interrupted thread could not wait for the helpers, and the outputs would be lost.
        boolean interrupted = Thread.interrupted();
        try {
            for (Mount mount : mounts) {
                asRoot(tree, "chown -hR 0:0 " + mount.guestPath(), log, "Taking the results out of the chroot");
                moveChildren(tree.resolve(mount.guestPath().substring(1)), mount.hostPath(), log);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Puts a file or tree that the command must not change into the chroot: hard-linked when every part of it belongs
     * to root and may be read by all, else (or across file systems) copied and noted for a change of owner.
     */
    private void share(Path source, Path target, Path tree, List<String> copied, Path log) throws IOException {
        if (Files.isSymbolicLink(source) && source.startsWith(root)) {
            Files.createSymbolicLink(target, Files.readSymbolicLink(source));
            return;
        }
        Path real = source.toRealPath();
        if (isSafelyLinked(real, log)
                && helper("cp", List.of("-al", "--", real.toString(), target.toString()), log) == 0) {
            return;
        }
        Trees.delete(target);
        if (helper("cp", List.of("-a", "--", real.toString(), target.toString()), log) != 0) {
            throw failure("Copying " + source + " into the chroot", log);
        }
        copied.add("/" + tree.relativize(target));
    }

    private boolean isSafelyLinked(Path source, Path log) throws IOException {
        Path found = log.resolveSibling("unsafe");
        Files.deleteIfExists(found);
        int exitCode = helper(
                "find",
                List.of(
                        source.toString(),
                        "(",
                        "!",
                        "-uid",
                        "0",
                        "-o",
                        "-perm",
                        "/022",
                        "!",
                        "-type",
                        "l",
                        "-o",
                        "!",
                        "-perm",
                        "-004",
                        "-o",
                        "-type",
                        "d",
                        "!",
                        "-perm",
                        "-005",
                        ")",
                        "-print",
                        "-quit"),
                found);
        return exitCode == 0 && Files.size(found) == 0;
    }

    /** Makes a directory and those above it readable to the command, whatever the umask of the JVM. */
    private static void makeDirectory(Path tree, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Path made = directory; !made.equals(tree); made = made.getParent()) {
            Files.setPosixFilePermissions(made, DIRECTORY);
        }
    }

    private void moveChildren(Path from, Path to, Path log) throws IOException {
        List<Path> children;
        try (Stream<Path> entries = Files.list(from)) {
            children = entries.toList();
        }
        for (Path child : children) {
            Path target = to.resolve(child.getFileName().toString());
            try {
                Files.move(child, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                if (helper("cp", List.of("-a", "--", child.toString(), target.toString()), log) != 0) {
                    throw failure("Moving " + child + " to " + target, log);
                }
                Trees.delete(child);
            }
        }
    }

    private void asRoot(Path tree, String script, Path log, String what) {
        List<String> arguments = List.of(tree.toString(), "/bin/sh", "-c", script);
        int exitCode = JobProcess.helper(programs.command("chroot", arguments), log, "chroot")
                .run();
        if (exitCode != 0) {
            throw failure(what, log);
        }
    }

    private int helper(String program, List<String> arguments, Path log) {
        return JobProcess.helper(programs.command(program, arguments), log, program)
                .run();
    }

    private static BuildFailure failure(String what, Path log) {
        BuildFailure failure = new BuildFailure(what + " failed.");
        LogTail.of(log).forEach(failure::detail);
        return failure.remedy("Allow user namespaces on this machine, or set -Dpython-dist.environment=host.");
    }

    private List<String> enter(Path tree, String user, List<String> argv) {
        List<String> arguments =
                new ArrayList<>(List.of("--userspec=" + user + ":" + user, "--groups=", tree.toString()));
        arguments.addAll(argv);
        // A session of its own: what belongs to it can be found and killed even when its parent is gone.
        List<String> session = new ArrayList<>(List.of("--wait"));
        session.addAll(programs.command("chroot", arguments));
        return programs.command("setsid", session);
    }

    /**
     * Really makes a device and really changes root, without the cost of a whole tree.
     *
     * @param log where the system's words go
     * @return whether this tier can work here
     */
    boolean probe(Path log) throws IOException {
        Path device = log.resolveSibling("null");
        boolean works = helper("mknod", List.of("-m", "666", device.toString(), "c", "1", "3"), log) == 0
                && helper("tee", List.of(device.toString()), log) == 0
                && helper(
                                "chroot",
                                List.of(
                                        "--userspec=+1000:+1000",
                                        "--groups=",
                                        root.toString(),
                                        "/bin/sh",
                                        "-c",
                                        "exit 0"),
                                log)
                        == 0;
        Files.deleteIfExists(device);
        return works;
    }

    /** Deletes the trees of builds that were killed: nobody holds their locks any more. */
    @SuppressWarnings("try") // the lock is only held
    private void removeAbandonedJobs(Progress progress) throws IOException {
        if (!Files.isDirectory(jobs, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> found;
        try (Stream<Path> entries = Files.list(jobs)) {
            found = entries.filter(path -> path.getFileName().toString().matches("job-[0-9a-f-]{36}"))
                    .toList();
        }
        for (Path job : found) {
            Optional<ProcessLock> lock = ProcessLock.tryAcquire(lockOf(job));
            if (lock.isPresent()) {
                try (ProcessLock held = lock.get()) {
                    progress.debug("deleting what a killed build left: " + job);
                    JobProcess.killSession(job.resolve(SESSION));
                    endAll(job.resolve(TREE));
                    Trees.delete(job);
                } finally {
                    Files.deleteIfExists(lockOf(job));
                }
            }
        }
    }

    private static Path lockOf(Path job) {
        return job.resolveSibling(job.getFileName() + ".lock");
    }
}
