package io.github.pythondist.bundle;

import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the interpreter of a bundle looks for modules. */
final class SearchPath {

    private SearchPath() {}

    /**
     * Makes the interpreter find what was bundled with it.
     *
     * <p>A {@code ._pth} file beside the interpreter says all of its search path, and the module {@code site} is not
     * loaded (documentation of CPython on Windows, "Finding modules"): then the directories are named there. Else {@code
     * site} reads the {@code .pth} files of the packages' directory.
     *
     * @param directory that the interpreter is in
     * @param packages the packages' directory, if there are any
     * @param sources the project's own modules
     */
    static void add(Path directory, Path packages, Optional<Path> sources) throws IOException {
        Optional<Path> only = only(directory);
        if (only.isPresent()) {
            List<String> lines = new ArrayList<>(Files.readAllLines(only.get(), StandardCharsets.UTF_8));
            List<Path> more = new ArrayList<>();
            if (Files.isDirectory(packages)) {
                more.add(packages);
            }
            sources.ifPresent(more::add);
            int end = (int) lines.stream().takeWhile(line -> !line.isBlank()).count();
            lines.addAll(end, more.stream().map(path -> way(directory, path)).toList());
            Files.writeString(only.get(), String.join("\n", lines) + "\n");
        } else if (sources.isPresent()) {
            // A relative line of a .pth file starts where the file is (documentation of the module site).
            Files.writeString(packages.resolve("python-dist-bundle.pth"), way(packages, sources.get()) + "\n");
        }
    }

    private static Optional<Path> only(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*._pth")) {
            files.forEach(found::add);
        }
        if (found.size() > 1) {
            throw new BuildFailure("There is more than one ._pth file beside the interpreter: " + found)
                    .remedy("Check that this is the interpreter you meant.");
        }
        return found.stream().findFirst();
    }

    private static String way(Path from, Path to) {
        return Trees.unixPath(from.relativize(to));
    }
}
