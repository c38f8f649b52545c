package io.github.pythondist.environment;

import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs programs of an assembled root from outside of it, with the root's own C library: through the root's dynamic
 * loader, so that nothing of the machine's own system is used. Loader and libraries are found in the tree, whatever
 * its processor architecture.
 */
final class RootPrograms {

    private static final List<String> PROGRAM_DIRECTORIES = List.of("usr/bin", "usr/sbin");

    private final Path root;
    private final Path loader;
    private final Path libraries;

    private RootPrograms(Path root, Path loader, Path libraries) {
        this.root = root;
        this.loader = loader;
        this.libraries = libraries;
    }

    /**
     * @throws BuildFailure if the tree has no dynamic loader or C library: it is a sysroot without programs, or damaged
     */
    static RootPrograms of(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        try {
            List<Path> libc = glob(absolute.resolve("usr/lib"), "*/libc.so.6");
            List<Path> loaders = Stream.of("usr/lib64", "usr/lib")
                    .map(absolute::resolve)
                    .flatMap(directory -> glob(directory, "ld-linux*.so.*").stream())
                    .toList();
            if (libc.isEmpty() || loaders.isEmpty()) {
                throw new BuildFailure("The build root has no C library to run its programs with.")
                        .detail("looked in " + absolute)
                        .remedy("Delete that directory; the next build assembles it anew.");
            }
            return new RootPrograms(
                    absolute, loaders.get(0), libc.get(0).toAbsolutePath().getParent());
        } catch (UncheckedIOException e) {
            throw new BuildFailure("Cannot read the build root " + absolute + ".", e.getCause());
        }
    }

    Path root() {
        return root;
    }

    /** The command line that runs a program of the root. */
    List<String> command(String program, List<String> arguments) {
        Path executable = find(program)
                .orElseThrow(() -> new BuildFailure("The build root has no program " + program + ".")
                        .detail("looked in " + PROGRAM_DIRECTORIES + " of " + root)
                        .remedy("Add the package that brings it to the lock of the build root."));
        List<String> command = new ArrayList<>(
                List.of(loader.toString(), "--library-path", libraries.toString(), executable.toString()));
        command.addAll(arguments);
        return command;
    }

    /** The file of a program of the root, if it has it. */
    Optional<Path> find(String program) {
        return find(root, program);
    }

    /** The same for a root of which nothing is run from outside. */
    static Optional<Path> find(Path root, String program) {
        return PROGRAM_DIRECTORIES.stream()
                .map(directory -> root.resolve(directory).resolve(program))
                .filter(Files::exists)
                .findFirst();
    }

    private static List<Path> glob(Path directory, String pattern) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        int slash = pattern.indexOf('/');
        List<Path> found = new ArrayList<>();
        String names = slash < 0 ? pattern : pattern.substring(0, slash);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, names)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream()
                .map(path -> slash < 0 ? path : path.resolve(pattern.substring(slash + 1)))
                .filter(Files::exists)
                .sorted()
                .toList();
    }
}
