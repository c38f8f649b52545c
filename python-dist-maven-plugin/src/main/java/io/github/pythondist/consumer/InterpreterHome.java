package io.github.pythondist.consumer;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.files.Digest;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An interpreter that builds use and never write to: an unpacked one, or one that was installed by other means. Two are
 * equal if they are the same archive at the same place.
 */
public final class InterpreterHome {

    private final Path home;
    private final Digest archive;
    private final Essentials essentials;
    private final Supplier<DistributionDescription> description;
    private final Supplier<Path> packages;

    /**
     * @param home its top directory, what {@code sys.prefix} is
     * @param archive digest of the archive it came from, by which it is filed
     * @param description what the archive says about itself, without the list of files
     */
    public InterpreterHome(Path home, Digest archive, DistributionDescription description) {
        this(home, archive, Essentials.of(description), () -> description);
    }

    /**
     * One that was installed by other means.
     *
     * @param archive a digest of what tells it from others, in place of the archive's
     * @param packages the directory that its pip is in
     */
    InterpreterHome(Path home, Digest archive, DistributionDescription description, Supplier<Path> packages) {
        this(home, archive, Essentials.of(description), () -> description, packages);
    }

    /**
     * @param description read only when it is asked for: a JSON library has to be loaded for it, which takes longer than
     *     all else that a build does in which nothing changed
     */
    InterpreterHome(Path home, Digest archive, Essentials essentials, Supplier<DistributionDescription> description) {
        this(home, archive, essentials, description, () -> home.resolve(
                        Objects.requireNonNull(description.get().stdlib(), "the description names no standard library"))
                .resolve("site-packages"));
    }

    private InterpreterHome(
            Path home,
            Digest archive,
            Essentials essentials,
            Supplier<DistributionDescription> description,
            Supplier<Path> packages) {
        this.home = home;
        this.archive = archive;
        this.essentials = essentials;
        this.description = description;
        this.packages = packages;
    }

    /** Its top directory. */
    public Path home() {
        return home;
    }

    /** Digest of the archive it came from, or of what tells it from others if it was not unpacked. */
    public Digest archive() {
        return archive;
    }

    /** What the archive says about itself, without the list of files. */
    public DistributionDescription description() {
        return description.get();
    }

    /** The interpreter. */
    public Path executable() {
        return home.resolve(essentials.executable());
    }

    /** The shared library for embedding, if the distribution has one. */
    public Optional<Path> libpython() {
        return Optional.ofNullable(description().libpython()).map(home::resolve);
    }

    /**
     * The directory that its pip is in.
     *
     * @throws io.github.pythondist.report.BuildFailure if it has none
     */
    public Path packages() {
        return packages.get();
    }

    /** The version of Python, such as {@code 3.13.15}. */
    public String pythonVersion() {
        return essentials.pythonVersion();
    }

    /** The platform with its flavour, such as {@code linux-x86_64-debug}. */
    public String platform() {
        return essentials.platform();
    }

    /** The same interpreter seen from another place: a link to it or a copy of it. */
    public InterpreterHome at(Path place) {
        return new InterpreterHome(place, archive, essentials, description);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InterpreterHome that && home.equals(that.home) && archive.equals(that.archive);
    }

    @Override
    public int hashCode() {
        return Objects.hash(home, archive);
    }

    @Override
    public String toString() {
        return home.toString();
    }

    /** What every use of an interpreter needs to know. */
    record Essentials(String pythonVersion, String platform, String executable) {

        static Essentials of(DistributionDescription description) {
            return new Essentials(description.pythonVersion(), description.platform(), description.executable());
        }
    }
}
