package io.github.pythondist.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Operations on whole directory trees. */
public final class Trees {

    private static final int SYNC_THREADS = 8;

    private Trees() {}

    /**
     * Deletes a tree; links are removed, not followed, and directories that may not be read or written are opened up.
     * Names may be nested deeper than a path of the system can be long. No tree is no error.
     */
    public static void delete(Path root) throws IOException {
        if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            makeWritable(root);
            new Deletion(root).run();
        } else {
            Files.deleteIfExists(root);
        }
    }

    /**
     * Deletes the files and links of a tree that are not wanted, and the directories that are empty then.
     *
     * @param wanted tells of a path from the root, with {@code /} between its names
     */
    public static void prune(Path root, Predicate<String> wanted) throws IOException {
        List<Path> paths = new ArrayList<>(list(root));
        // Backwards, so that a directory comes after what is in it.
        Collections.reverse(paths);
        for (Path path : paths) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> entries = Files.list(path)) {
                    if (entries.findAny().isPresent()) {
                        continue;
                    }
                }
                Files.delete(path);
            } else if (!wanted.test(unixPath(root.relativize(path)))) {
                Files.delete(path);
            }
        }
    }

    /** All paths below {@code root} (without it), sorted by name so that the order is the same everywhere. */
    public static List<Path> list(Path root) throws IOException {
        return walk(root).stream()
                .filter(path -> !path.equals(root))
                .sorted(Comparator.comparing(path -> unixPath(root.relativize(path))))
                .toList();
    }

    private static List<Path> walk(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.toList();
        } catch (UncheckedIOException e) {
            // What the stream makes of a directory that cannot be read.
            throw e.getCause();
        }
    }

    /**
     * Forces all files of a tree to disk, so that a power cut after a rename of its root cannot leave empty files. Several
     * at a time: a journalling file system commits them together, ten times as fast as one by one.
     */
    public static void sync(Path root) throws IOException {
        List<Path> files = walk(root).stream()
                .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(SYNC_THREADS);
        try {
            List<Callable<Void>> tasks = files.stream()
                    .map(file -> (Callable<Void>) () -> {
                        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                            channel.force(true);
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot write to disk what is in " + root, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing to disk what is in " + root);
        } finally {
            threads.shutdownNow();
        }
    }

    /** A relative path with {@code /} between its names, whatever the system's separator. */
    public static String unixPath(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    /**
     * Whether a path could lead out of the directory that it is said to be in: it is absolute, or has {@code ..} among its
     * names, even where later names would lead back.
     *
     * @param path with {@code /} between its names
     */
    public static boolean leadsOut(String path) {
        return path.startsWith("/") || Arrays.asList(path.split("/", -1)).contains("..");
    }

    private static void makeWritable(Path directory) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(view.readAttributes().permissions());
        if (permissions.addAll(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE))) {
            view.setPermissions(permissions);
        }
    }

    /** What cannot be reached where it is, is moved up to the root, and deleted there. */
    private static final class Deletion extends SimpleFileVisitor<Path> {

        /** A name may follow, and a character may have three bytes: Linux takes 4095. */
        private static final int LONGEST_PATH = 1000;

        private final Path root;
        private final Deque<Path> moved = new ArrayDeque<>();
        private final Set<Path> targets = new HashSet<>();
        private int number;

        Deletion(Path root) {
            this.root = root;
        }

        void run() throws IOException {
            Files.walkFileTree(root, this);
            while (!moved.isEmpty()) {
                Path next = moved.remove();
                // The walk through the root may have met it already.
                if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                    Files.walkFileTree(next, this);
                }
            }
            Files.deleteIfExists(root);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            makeWritable(directory);
            if (directory.toString().length() > LONGEST_PATH
                    && !directory.equals(root)
                    && !root.equals(directory.getParent())) {
                moveUp(directory);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            if (e instanceof AccessDeniedException
                    && !targets.contains(file)
                    && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                makeWritable(file);
                moveUp(file);
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            if (!directory.equals(root)) {
                Files.deleteIfExists(directory);
            }
            return FileVisitResult.CONTINUE;
        }

        private void moveUp(Path directory) throws IOException {
            Path target;
            do {
                target = root.resolve("." + number++);
            } while (Files.exists(target, LinkOption.NOFOLLOW_LINKS));
            targets.add(target);
            moved.add(Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE));
        }
    }
}
