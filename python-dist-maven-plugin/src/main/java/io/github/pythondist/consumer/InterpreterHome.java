package io.github.pythondist.consumer;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An unpacked interpreter, shared by all builds and never to be written to.
 *
 * @param directory its top directory, what {@code sys.prefix} is
 * @param archive digest of the archive it came from, by which it is filed
 * @param description what the archive says about itself, without the list of files
 */
public record InterpreterHome(Path directory, Digest archive, DistributionDescription description) {

    private static final int SHOWN_DIFFERENCES = 20;

    /** The interpreter. */
    public Path executable() {
        return directory.resolve(description.executable());
    }

    /** The shared library for embedding, if the distribution has one. */
    public Optional<Path> libpython() {
        return Optional.ofNullable(description.libpython()).map(directory::resolve);
    }

    /** The version of Python, such as {@code 3.13.15}. */
    public String pythonVersion() {
        return description.pythonVersion();
    }

    /**
     * Compares every file with the digests its archive lists, by reading all of them.
     *
     * @throws BuildFailure if one differs, naming the first of them
     */
    public void verify() {
        List<String> differences = InterpreterStore.verify(this);
        if (!differences.isEmpty()) {
            BuildFailure failure =
                    new BuildFailure("The interpreter in " + directory + " is not what its archive held");
            differences.stream().limit(SHOWN_DIFFERENCES).forEach(failure::detail);
            if (differences.size() > SHOWN_DIFFERENCES) {
                failure.detail("and " + (differences.size() - SHOWN_DIFFERENCES) + " more");
            }
            throw failure.remedy(
                    "Delete " + directory.getParent() + " and run the build again; then find out what wrote there.");
        }
    }

    /**
     * Puts the interpreter at a place of the build, such as {@code target/python}, in place of what an earlier build put
     * there.
     *
     * @return the interpreter as seen from there
     * @throws BuildFailure if something is there that was not made by this method
     */
    public InterpreterHome provide(Path place, LinkMode mode, Progress progress) {
        InterpreterHome placed = InterpreterPlacer.place(this, place, mode);
        progress.debug("Python " + pythonVersion() + " is at " + place);
        return placed;
    }

    InterpreterHome at(Path place) {
        return new InterpreterHome(place, archive, description);
    }
}
