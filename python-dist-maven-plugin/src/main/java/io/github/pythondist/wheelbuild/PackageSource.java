package io.github.pythondist.wheelbuild;

import io.github.pythondist.files.Digest;
import io.github.pythondist.files.LinkTargets;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a Python project that a backend gets to see. Not among them: the build directory, what version control
 * keeps, virtual environments and bytecode.
 */
final class PackageSource {

    private static final Set<String> NO_SOURCE = Set.of(".git", ".hg", ".svn", ".bzr", "__pycache__");

    /** What the compilers of the build environment are for. */
    private static final Set<String> COMPILED = Set.of("c", "cc", "cpp", "cxx", "pyx");

    private final Path directory;
    private final SortedMap<String, Path> files = new TreeMap<>();

    private PackageSource(Path directory) {
        this.directory = directory;
    }

    static PackageSource of(Path directory, Path excluded) throws IOException {
        PackageSource source = new PackageSource(directory);
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = folder.equals(excluded)
                        || (!folder.equals(directory)
                                && (NO_SOURCE.contains(folder.getFileName().toString())
                                        || Files.exists(folder.resolve("pyvenv.cfg"))));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                source.files.put(Trees.unixPath(directory.relativize(file)), file);
                return FileVisitResult.CONTINUE;
            }
        });
        return source;
    }

    /** Those that need a compiler. */
    List<String> compiled() {
        return files.keySet().stream()
                .filter(path -> COMPILED.contains(path.substring(path.lastIndexOf('.') + 1)))
                .toList();
    }

    /** Of names, contents and which may be executed: all that {@link #copy} keeps. */
    Digest digest() throws IOException {
        StringBuilder listing = new StringBuilder();
        for (var file : files.entrySet()) {
            String content = Files.isSymbolicLink(file.getValue())
                    ? "link " + Files.readSymbolicLink(file.getValue())
                    : (isProgram(file.getValue()) ? "program " : "file ") + Digest.of(file.getValue());
            listing.append(content).append(' ').append(file.getKey()).append('\n');
        }
        return Digest.ofText(listing.toString());
    }

    /** Always in the same order, with the same times and modes. */
    void copy(Path target, long epoch) throws IOException {
        FileTime time = FileTime.fromMillis(epoch * 1000);
        for (var file : files.entrySet()) {
            Path to = target.resolve(file.getKey());
            Files.createDirectories(to.getParent());
            if (Files.isSymbolicLink(file.getValue())) {
                Optional<String> why = LinkTargets.escape(directory, file.getKey());
                if (why.isPresent()) {
                    throw new BuildFailure("The symbolic link " + file.getValue() + " " + why.get())
                            .remedy("A build sees the project's directory alone: copy into it what the link leads to");
                }
                Files.createSymbolicLink(to, Files.readSymbolicLink(file.getValue()));
                continue;
            }
            Files.copy(file.getValue(), to, StandardCopyOption.REPLACE_EXISTING);
            if (hasModes(to)) {
                Files.setPosixFilePermissions(
                        to, PosixFilePermissions.fromString(isProgram(file.getValue()) ? "rwxr-xr-x" : "rw-r--r--"));
            }
            Files.setLastModifiedTime(to, time);
        }
    }

    private static boolean isProgram(Path file) {
        return hasModes(file) && Files.isExecutable(file);
    }

    private static boolean hasModes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
