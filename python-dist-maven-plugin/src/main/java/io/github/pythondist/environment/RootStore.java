package io.github.pythondist.environment;

import io.github.pythondist.archive.DebPackages;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Build roots and sysroots on disk, each in a directory named by what it is made of: its lock's name and digest, or
 * those of a {@link Derivation}. A directory is there only when it is whole; a build that was killed leaves a temporary
 * one, which the next removes.
 */
public final class RootStore {

    private static final String MARKER = ".python-dist-root";

    /** Nothing a build reads; leaving it out halves the number of files. A change here changes trees: raise the format. */
    private static final List<String> DROPPED = List.of("bash-completion", "doc", "info", "lintian", "locale", "man");

    private final Path store;

    /**
     * @param store directory of the trees; made when missing
     */
    public RootStore(Path store) {
        this.store = store.toAbsolutePath().normalize();
    }

    /**
     * Gives the tree of a lock, assembled now if it is not there yet. Takes milliseconds when it is.
     *
     * @param fetcher gives the files of packages, in the order asked
     * @return directory of the tree, not to be changed
     * @throws BuildFailure if packages contradict each other, a requested one or the target of a link is missing, or
     *     the disk fails
     */
    public Path assemble(EnvironmentLock lock, Function<List<SourceFile>, List<Path>> fetcher, Progress progress) {
        Digest digest = lock.digest();
        return findOrMake(lock.name(), digest, progress, target -> {
            requireRequested(lock);
            build(lock, digest, target, fetcher, progress);
        });
    }

    /**
     * Gives the tree of a derivation, made now if it is not there yet. Takes milliseconds when it is.
     *
     * @param base gives the tree it starts from; asked for only when the derivation has to be made
     * @param sandbox runs its script
     * @param log takes what the script says
     * @return directory of the tree, not to be changed
     * @throws BuildFailure if the script or the disk fails
     */
    public Path derive(Derivation derivation, Supplier<Path> base, Sandbox sandbox, Path log, Progress progress) {
        return findOrMake(derivation.name(), derivation.digest(), progress, target -> {
            long start = System.nanoTime();
            Path from = base.get();
            Files.deleteIfExists(log);
            make(
                    target,
                    derivation.digest(),
                    (tree, temporary) ->
                            runScript(derivation, from, tree, temporary.resolve("build"), sandbox, log, progress));
            progress.info(String.format(
                    Locale.ROOT,
                    "%s derived from %s in %d s",
                    derivation.name(),
                    from.getFileName(),
                    Duration.ofNanos(System.nanoTime() - start).toSeconds()));
        });
    }

    private static void runScript(
            Derivation derivation, Path base, Path tree, Path scratch, Sandbox sandbox, Path log, Progress progress)
            throws IOException {
        Mount baseMount = Mount.readOnly(base, "/sysroot");
        Mount treeMount = Mount.writable(tree, "/out");
        Mount scratchMount = Mount.writable(Files.createDirectories(scratch), "/build");
        Mount catalogMount = Mount.readOnly(derivation.catalog(), "/catalog");
        String catalog = sandbox.guestPath(catalogMount);
        SortedMap<String, String> variables = new TreeMap<>(derivation.variables());
        variables.put("SYSROOT", sandbox.guestPath(baseMount));
        variables.put("OUT", sandbox.guestPath(treeMount));
        variables.put("BUILD", sandbox.guestPath(scratchMount));
        variables.put("DEPS", "/nonexistent");
        variables.put("CATALOG", catalog);
        variables.put("PATH", catalog + "/toolchain:" + sandbox.searchPath());
        sandbox.tool("clang").ifPresent(path -> variables.put("REAL_CLANG", path));
        SandboxCommand command = new SandboxCommand(
                List.of("bash", catalog + "/" + derivation.script()),
                variables,
                List.of(baseMount, treeMount, scratchMount, catalogMount),
                sandbox.guestPath(scratchMount),
                log,
                Optional.empty());
        try {
            sandbox.runOrFail(command, "Making " + derivation.name() + " from " + base.getFileName(), progress);
        } catch (BuildFailure failure) {
            throw failure.remedy(derivation.remedy());
        }
    }

    /** Makes a tree that is not there; the holder of its lock calls it. */
    @FunctionalInterface
    private interface Maker {
        void make(Path target) throws IOException;
    }

    @SuppressWarnings("try") // the lock is only held
    private Path findOrMake(String name, Digest digest, Progress progress, Maker maker) {
        Path target = store.resolve(name + "-" + digest.abbreviated());
        try {
            if (isWhole(target, digest)) {
                return target;
            }
            Path lockFile = lockFile(target.getFileName().toString());
            Runnable onWait = () -> progress.info("Waiting for another build to make " + name);
            try (ProcessLock held = ProcessLock.acquire(lockFile, onWait)) {
                if (!isWhole(target, digest)) {
                    // Whatever is there belongs to a build that died.
                    Trees.delete(target);
                    AtomicFiles.removeLeftovers(target);
                    AtomicFiles.removeLeftovers(store, this::lockFile);
                    maker.make(target);
                }
            }
            return target;
        } catch (IOException e) {
            throw new BuildFailure("Cannot make the build root " + name + ".", e)
                    .detail("in " + store)
                    .remedy("Check the free space and the rights there.");
        }
    }

    /** Fills a new tree; further files of its own it may put into the temporary directory. */
    @FunctionalInterface
    private interface Filling {
        void fill(Path tree, Path temporary) throws IOException;
    }

    private static void make(Path target, Digest digest, Filling filling) throws IOException {
        Path temporary = AtomicFiles.temporarySibling(target);
        try {
            Path tree = temporary.resolve("root");
            makeDirectory(tree);
            filling.fill(tree, temporary);
            Files.writeString(tree.resolve(MARKER), digest.hex() + "\n", StandardCharsets.UTF_8);
            Trees.sync(tree);
            AtomicFiles.publishDirectory(tree, target);
        } finally {
            Trees.delete(temporary);
        }
    }

    /**
     * The digest of the lock or derivation that a tree was made from.
     *
     * @throws BuildFailure if the directory is not such a tree
     */
    public static Digest digestOf(Path root) {
        try {
            return new Digest(Files.readString(root.resolve(MARKER), StandardCharsets.UTF_8)
                    .strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new BuildFailure(root + " is not a build root that python-dist assembled.", e)
                    .remedy("Delete it; the next build assembles it anew.");
        }
    }

    private static boolean isKept(String path) {
        return DROPPED.stream()
                .map("usr/share/"::concat)
                .noneMatch(dropped -> path.equals(dropped) || path.startsWith(dropped + "/"));
    }

    private static boolean isWhole(Path target, Digest digest) throws IOException {
        try {
            return Files.readString(target.resolve(MARKER), StandardCharsets.UTF_8)
                    .strip()
                    .equals(digest.hex());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void requireRequested(EnvironmentLock lock) {
        SortedSet<String> missing = new TreeSet<>(lock.requested());
        lock.packages().forEach(locked -> missing.remove(locked.name()));
        if (!missing.isEmpty()) {
            throw new BuildFailure("The lock " + lock.name() + " asks for packages that it does not pin: "
                            + String.join(", ", missing) + ".")
                    .remedy("Correct environments/" + lock.name() + ".yaml in the catalog.");
        }
    }

    private Path lockFile(String name) {
        return store.resolve(".locks").resolve(name + ".lock");
    }

    private void build(
            EnvironmentLock lock,
            Digest digest,
            Path target,
            Function<List<SourceFile>, List<Path>> fetcher,
            Progress progress)
            throws IOException {
        List<LockedPackage> packages = lock.packages();
        List<Path> files;
        try {
            files = fetcher.apply(packages.stream().map(LockedPackage::source).toList());
        } catch (BuildFailure failure) {
            throw failure.detail("needed by the lock " + lock.name());
        }
        if (files.size() != packages.size()) {
            throw new IllegalStateException(files.size() + " files for " + packages.size() + " packages");
        }
        long start = System.nanoTime();
        make(target, digest, (tree, temporary) -> {
            List<Path> unpacked = unpack(lock, files, temporary, progress);
            for (int i = 0; i < unpacked.size(); i++) {
                merge(unpacked.get(i), tree, packages.get(i), lock);
            }
            addFiles(lock, tree);
            addLinks(lock, tree);
        });
        progress.info(String.format(
                Locale.ROOT,
                "%s assembled from %d packages in %d s",
                lock.name(),
                packages.size(),
                Duration.ofNanos(System.nanoTime() - start).toSeconds()));
    }

    /** Unpacks each package into a directory of its own, several at a time: decompression is what takes the time. */
    private static List<Path> unpack(EnvironmentLock lock, List<Path> files, Path temporary, Progress progress)
            throws IOException {
        List<LockedPackage> packages = lock.packages();
        int width = Integer.toString(packages.size()).length();
        AtomicInteger done = new AtomicInteger();
        Map<Integer, Path> directories = new ConcurrentHashMap<>();
        // The largest first, or the last one keeps a single core busy while the others wait.
        List<Integer> order = IntStream.range(0, packages.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> packages.get(i).size())
                        .reversed())
                .toList();
        ExecutorService workers = Executors.newFixedThreadPool(
                Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors())));
        try {
            List<Future<?>> pending = new ArrayList<>();
            for (int i : order) {
                pending.add(workers.submit(() -> {
                    Path directory = temporary.resolve("package-" + i);
                    new DebPackages().unpack(List.of(files.get(i)), directory, RootStore::isKept);
                    directories.put(i, directory);
                    LockedPackage locked = packages.get(i);
                    progress.debug(String.format(
                            Locale.ROOT,
                            "[%" + width + "d/%d] %s: %s %s",
                            done.incrementAndGet(),
                            packages.size(),
                            lock.name(),
                            locked.name(),
                            locked.version()));
                    return null;
                }));
            }
            for (Future<?> future : pending) {
                await(future);
            }
        } finally {
            workers.shutdownNow();
            awaitEnd(workers);
        }
        return IntStream.range(0, packages.size()).mapToObj(directories::get).toList();
    }

    private static void await(Future<?> future) throws IOException {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildFailure("Unpacking the build root was interrupted.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BuildFailure failure) {
                throw failure;
            }
            throw new IOException("unpacking failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Nothing may write into the temporary directory any more when it is deleted. */
    private static void awaitEnd(ExecutorService workers) {
        boolean interrupted = false;
        while (true) {
            try {
                if (workers.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Moves a package's tree into the common one; what two packages bring must be the same in both. */
    private static void merge(Path from, Path into, LockedPackage locked, EnvironmentLock lock) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path target = into.resolve(from.relativize(directory).toString());
                if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                    refuseExisting(directory, target);
                    makeDirectory(target);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = into.resolve(from.relativize(file).toString());
                if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(file, target);
                } else if (!isSame(file, target)) {
                    refuseExisting(file, target);
                }
                return FileVisitResult.CONTINUE;
            }

            private void refuseExisting(Path source, Path target) {
                if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    throw new BuildFailure("Two packages of " + lock.name() + " bring different content at "
                                    + Trees.unixPath(into.relativize(target)) + ".")
                            .detail("the second is " + locked.name() + " " + locked.version() + ", with "
                                    + Trees.unixPath(from.relativize(source)))
                            .remedy("Leave one of them out of the lock.");
                }
            }
        });
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        if (Files.isSymbolicLink(one) || Files.isSymbolicLink(other)) {
            return Files.isSymbolicLink(one)
                    && Files.isSymbolicLink(other)
                    && Files.readSymbolicLink(one).equals(Files.readSymbolicLink(other));
        }
        return Files.isRegularFile(other) && Files.mismatch(one, other) < 0;
    }

    private static void addFiles(EnvironmentLock lock, Path tree) throws IOException {
        for (Map.Entry<String, String> file : lock.files().entrySet()) {
            Path target = replaceable(lock, tree, file.getKey());
            Files.writeString(target, file.getValue(), StandardCharsets.UTF_8);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static void addLinks(EnvironmentLock lock, Path tree) throws IOException {
        for (Map.Entry<String, String> link : lock.links().entrySet()) {
            Files.createSymbolicLink(replaceable(lock, tree, link.getKey()), Path.of(link.getValue()));
        }
        // After all are made: one may lead to another.
        List<String> dangling = lock.links().entrySet().stream()
                .filter(link -> !Files.exists(tree.resolve(link.getKey())))
                .map(link -> link.getKey() + " -> " + link.getValue())
                .toList();
        if (!dangling.isEmpty()) {
            BuildFailure failure =
                    new BuildFailure("Links of the lock " + lock.name() + " lead to files that no package brings.");
            dangling.forEach(failure::detail);
            throw failure.remedy("Add the packages to environments/" + lock.name() + ".yaml, or correct its links.");
        }
    }

    private static Path replaceable(EnvironmentLock lock, Path tree, String path) throws IOException {
        Path target = tree.resolve(path).normalize();
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new BuildFailure("The lock " + lock.name() + " would replace the directory " + path + ".")
                    .remedy("Correct its links and files.");
        }
        Path parent = target.getParent();
        if (!Files.isDirectory(parent)) {
            List<Path> made = new ArrayList<>();
            for (Path missing = parent; !Files.exists(missing); missing = missing.getParent()) {
                made.add(0, missing);
            }
            for (Path missing : made) {
                makeDirectory(missing);
            }
        }
        if (!parent.toRealPath().startsWith(tree.toRealPath())) {
            throw new BuildFailure("The lock " + lock.name() + " would write outside of its tree: " + path + ".");
        }
        Files.deleteIfExists(target);
        return target;
    }

    /** With the same mode whatever the umask. */
    private static void makeDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
