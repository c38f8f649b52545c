package io.github.pythondist.consumer;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.files.Digest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An unpacked interpreter, shared by all builds and never to be written to.
 *
 * @param home its top directory, what {@code sys.prefix} is
 * @param archive digest of the archive it came from, by which it is filed
 * @param description what the archive says about itself, without the list of files
 */
public record InterpreterHome(Path home, Digest archive, DistributionDescription description) {

    /** The interpreter. */
    public Path executable() {
        return home.resolve(description.executable());
    }

    /** The shared library for embedding, if the distribution has one. */
    public Optional<Path> libpython() {
        return Optional.ofNullable(description.libpython()).map(home::resolve);
    }

    /** The version of Python, such as {@code 3.13.15}. */
    public String pythonVersion() {
        return description.pythonVersion();
    }

    /** The same interpreter seen from another place: a link to it or a copy of it. */
    public InterpreterHome at(Path place) {
        return new InterpreterHome(place, archive, description);
    }
}
