package io.github.pythondist.runtime;

import io.github.pythondist.layout.BundleIndex;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Python that is ready to run, with the packages and sources of its bundle. Its files may be shared with other
 * processes: they are not to be changed.
 */
public final class Python {

    private final Path directory;
    private final BundleIndex index;
    private final Set<String> notOurs;

    Python(Path directory, BundleIndex index, Set<String> notOurs) {
        this.directory = directory;
        this.index = index;
        this.notOurs = notOurs;
    }

    /** The bundle's top directory. */
    public Path directory() {
        return directory;
    }

    /** The interpreter's own directory, what {@code sys.prefix} is. */
    public Path home() {
        return directory.resolve(BundleIndex.PYTHON);
    }

    /** The interpreter. */
    public Path executable() {
        return directory.resolve(index.executable());
    }

    /** The directory of the bundle's own Python sources, which Python finds by itself; it need not exist. */
    public Path sources() {
        return directory.resolve(BundleIndex.APP);
    }

    /**
     * The library to load into this JVM, for example with {@code java.lang.foreign}; empty if the bundle was made
     * without.
     */
    public Optional<Path> libpython() {
        return Optional.ofNullable(index.libpython()).map(directory::resolve);
    }

    /** The version of Python, such as {@code 3.13.5}. */
    public String version() {
        return index.pythonVersion();
    }

    /**
     * A process to start: the interpreter with arguments, in this process's environment after {@link
     * PythonEnvironment#clean}. Directory, redirections and more variables are the caller's to set.
     *
     * <pre>{@code
     * Process process = python.command("-m", "wordcount")
     *         .redirectInput(Path.of("book.txt").toFile())
     *         .redirectError(ProcessBuilder.Redirect.INHERIT)
     *         .start();
     * }</pre>
     *
     * @param arguments of the interpreter: {@code "-m", module}, {@code "-c", code} or a script, and its arguments
     */
    public ProcessBuilder command(String... arguments) {
        return command(List.of(arguments));
    }

    /** As {@link #command(String...)}. */
    public ProcessBuilder command(List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(executable().toString());
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        PythonEnvironment.clean(builder.environment());
        return builder;
    }

    /**
     * Compares every file with the digest that the bundle lists for it, by reading all of them.
     *
     * @return what differs, one line each, sorted by path; empty if all is as it was made
     */
    public List<String> verify() {
        try {
            return index.differences(directory, notOurs);
        } catch (IOException e) {
            throw new PythonBundleException(new BuildFailure("Cannot read the Python in " + directory, e)
                    .remedy("Check the permissions there; if it was unpacked from a bundle, delete it, and it is"
                            + " unpacked anew."));
        }
    }

    @Override
    public String toString() {
        return "Python " + version() + " (" + index.platform() + ") in " + directory;
    }
}
