package io.github.pythondist.consumer;

import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.archive.DistributionDescription.FileEntry;
import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.consumer.InterpreterHome.Essentials;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.files.Trees;
import io.github.pythondist.layout.InstallLayout;
import io.github.pythondist.platform.HostPlatform;
import io.github.pythondist.platform.Platform;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Elapsed;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked interpreters, one for each archive, shared by all builds of a user:
 *
 * <pre>
 * &lt;root&gt;/&lt;SHA-256 of the archive&gt;/python/    the tree, without write permission
 * &lt;root&gt;/&lt;SHA-256 of the archive&gt;/complete   marker: see below
 * &lt;root&gt;/.locks/, &lt;root&gt;/.digests/          locks across processes, digests of archives seen before
 * </pre>
 *
 * <p>The marker has the format, the digest of {@code python-dist.json}, a line each for version, platform and executable,
 * then the description without its files.
 *
 * <p>The files of an archive without a top directory are put into {@code python/} as well. A tree appears whole or not at all. One without its marker, or with that of another format, is unpacked anew, so a
 * killed build leaves nothing that harms the next. Processes that want the same tree at once unpack it once.
 */
public final class InterpreterStore {

    private static final String MARKER = "complete";
    private static final String FORMAT = "python-dist interpreter store 2";
    private static final int MARKER_LINES = 5;
    private static final int MAX_ENTRIES = 200_000;
    private static final long MAX_BYTES = 8L << 30;
    private static final int MAX_DESCRIPTION_BYTES = 64 << 20;

    private final Path root;
    private final ArtifactDigests digests;
    private final TreeExtractor extractor = new TreeExtractor();

    /**
     * @param root the store's directory; created when first needed
     */
    public InterpreterStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.digests = new ArtifactDigests(this.root.resolve(".digests"));
    }

    /**
     * The interpreter of an archive, unpacked if it is not there yet.
     *
     * @throws BuildFailure if the archive is missing, damaged or of another digest, is none of ours, or does not run on
     *     the host asked for
     */
    @SuppressWarnings("try") // the lock is held, not used
    public InterpreterHome unpack(UnpackRequest request, Progress progress) {
        Path archive = request.archive();
        try {
            Optional<Digest> remembered = digests.remembered(archive);
            if (remembered.isPresent()) {
                Optional<InterpreterHome> present = present(request, remembered.get(), progress);
                if (present.isPresent()) {
                    return present.get();
                }
            }
            // Only now is it worth reading all of it: what is filed under a digest must have that digest.
            Digest read = digests.compute(archive);
            Optional<InterpreterHome> present = present(request, read, progress);
            if (present.isPresent()) {
                return present.get();
            }
            Path lock = root.resolve(".locks").resolve(read.hex() + ".lock");
            try (ProcessLock held = ProcessLock.acquire(
                    lock, () -> progress.info("Waiting for another build that unpacks " + archive.getFileName()))) {
                Optional<InterpreterHome> other = find(read);
                InterpreterHome home = other.isPresent() ? other.get() : unpack(request, read, progress);
                checkHost(request, home.platform());
                return home;
            }
        } catch (IOException e) {
            if (!Files.exists(archive)) {
                throw new BuildFailure("There is no archive " + archive, e).remedy("Resolve the artifact again.");
            }
            throw new BuildFailure("Cannot unpack " + archive + " into " + root, e)
                    .detail(e.getClass().getSimpleName())
                    .remedy("Check free space and permissions there, then run the build again.")
                    .remedy("Another place for the cache: -Dpython-dist.cacheDirectory=");
        }
    }

    /**
     * Compares every file of a tree with the digests its archive lists, by reading all of them.
     *
     * @param home as {@link #unpack} returned it
     * @return what differs, one line each, sorted by path; empty if all is as it was made
     */
    public List<String> verify(InterpreterHome home) {
        try {
            Path tree = home.home();
            List<String> marker = Files.readAllLines(tree.resolveSibling(MARKER));
            Path description = tree.resolve(DistributionDescription.FILE_NAME);
            if (!Files.isRegularFile(description)
                    || !Digest.of(description).hex().equals(marker.get(1))) {
                return List.of(DistributionDescription.FILE_NAME + ": changed or missing");
            }
            return differences(tree, read(description).files());
        } catch (IOException e) {
            throw new BuildFailure("Cannot verify the interpreter in " + home.home(), e)
                    .remedy("Delete " + home.home().getParent() + " and run the build again.");
        }
    }

    /** The digest of an archive, remembered as long as size and time of the file stay. */
    Digest digest(Path archive) throws IOException {
        return digests.of(archive);
    }

    /** Where the tree of an archive is or would be. */
    Path place(Digest archive) {
        return root.resolve(archive.hex()).resolve(DistributionDescription.ROOT);
    }

    /** Whether the tree of an archive is there and whole. */
    boolean has(Digest archive) throws IOException {
        return find(archive).isPresent();
    }

    /** Removes a tree, so that the next build unpacks it anew. */
    @SuppressWarnings("try") // the lock is held, not used
    public void remove(Digest archive) {
        try (ProcessLock held =
                ProcessLock.acquire(root.resolve(".locks").resolve(archive.hex() + ".lock"), () -> {})) {
            // The marker goes first: a tree that is deleted by half must not look whole.
            Files.deleteIfExists(root.resolve(archive.hex()).resolve(MARKER));
            Trees.delete(root.resolve(archive.hex()));
        } catch (IOException e) {
            throw new BuildFailure("Cannot delete " + root.resolve(archive.hex()), e)
                    .remedy("Check the permissions there.");
        }
    }

    private Optional<InterpreterHome> present(UnpackRequest request, Digest digest, Progress progress)
            throws IOException {
        checkDigest(request, digest);
        Optional<InterpreterHome> present = find(digest);
        present.ifPresent(home -> {
            checkHost(request, home.platform());
            progress.debug("Interpreter " + digest.abbreviated() + " is unpacked already");
        });
        return present;
    }

    private Optional<InterpreterHome> find(Digest digest) throws IOException {
        Path directory = root.resolve(digest.hex());
        String text;
        try {
            text = Files.readString(directory.resolve(MARKER));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        String[] parts = text.split("\n", MARKER_LINES + 1);
        if (parts.length <= MARKER_LINES || !parts[0].equals(FORMAT)) {
            return Optional.empty();
        }
        InterpreterHome home = new InterpreterHome(
                directory.resolve(DistributionDescription.ROOT),
                digest,
                new Essentials(parts[2], parts[3], parts[4]),
                () -> DistributionDescription.parse(
                        parts[MARKER_LINES].getBytes(StandardCharsets.UTF_8), directory + "/" + MARKER));
        return isInterpreter(home.platform(), home.executable()) ? Optional.of(home) : Optional.empty();
    }

    private InterpreterHome unpack(UnpackRequest request, Digest digest, Progress progress) throws IOException {
        long start = System.nanoTime();
        Path archive = request.archive();
        Path directory = root.resolve(digest.hex());
        clear(directory);

        // To load a JSON library takes as long as to unpack, so they go side by side.
        FutureTask<Described> reading = new FutureTask<>(() -> describe(archive));
        new Thread(reading, "python-dist-description").start();
        DistributionDescription description;
        Path temporary = AtomicFiles.temporarySibling(directory);
        try {
            Form form = Form.of(archive);
            ExtractOptions options = ExtractOptions.defaults()
                    .withExpectedRoot(form.root())
                    .withLimits(MAX_ENTRIES, MAX_BYTES)
                    .withRefuseCaseCollisions(true)
                    .withReadOnly(true)
                    .withSync(true);
            try {
                extractor.extractInto(
                        archive,
                        form.root() == null ? temporary.resolve(DistributionDescription.ROOT) : temporary,
                        options);
            } catch (BuildFailure refused) {
                // That it is no distribution at all says more than which of its entries was refused.
                result(reading);
                throw refused;
            }
            description = result(reading).description();
            checkHost(request, description.platform());
            Path tree = temporary.resolve(DistributionDescription.ROOT);
            if (!isInterpreter(description.platform(), tree.resolve(description.executable()))) {
                throw noDistribution(archive)
                        .detail("Its description names the interpreter " + description.executable()
                                + ", which is not in it or not executable.");
            }
            Digest read = Digest.of(tree.resolve(DistributionDescription.FILE_NAME));
            AtomicFiles.writeString(temporary.resolve(MARKER), marker(result(reading), read));
            AtomicFiles.publishDirectory(temporary, directory);
        } finally {
            Trees.delete(temporary);
        }
        progress.info("Unpacked " + description.name() + " " + description.version() + " for " + description.platform()
                + " in " + Elapsed.since(start) + " into " + directory);
        return find(digest).orElseThrow(() -> new IOException(directory + " is gone right after it was written"));
    }

    private static boolean isInterpreter(String platform, Path file) {
        return InstallLayout.of(Platform.parse(platform)).isInterpreter(file);
    }

    /** How an archive is laid out. */
    private enum Form {
        /** A tar, with one top directory. */
        TAR(DistributionDescription.ROOT, DistributionDescription.PATH),
        /** A zip, as those have it that unpack one beside their program: without a top directory. */
        FLAT_ZIP(null, DistributionDescription.FILE_NAME);

        private final @Nullable String root;
        private final String description;

        Form(@Nullable String root, String description) {
            this.root = root;
            this.description = description;
        }

        static Form of(Path archive) throws IOException {
            return ZipReader.isZip(archive) ? FLAT_ZIP : TAR;
        }

        /** The top directory, or null if there is none. */
        @Nullable
        String root() {
            return root;
        }

        /** Where the description is. */
        String description() {
            return description;
        }
    }

    /** What an archive says about itself, and the JSON of it without the files. */
    private record Described(DistributionDescription description, String json) {}

    private static Described result(FutureTask<Described> reading) throws IOException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BuildFailure failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the description was read");
        }
    }

    private static String marker(Described described, Digest digest) {
        DistributionDescription description = described.description();
        return String.join(
                "\n",
                FORMAT,
                digest.hex(),
                description.pythonVersion(),
                description.platform(),
                description.executable(),
                described.json());
    }

    /** Deletes what a killed build left behind; safe under the lock, which only one process holds. */
    private void clear(Path directory) throws IOException {
        Trees.delete(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(root, "." + directory.getFileName() + ".*.tmp")) {
            for (Path path : left) {
                Trees.delete(path);
            }
        }
    }

    private static Described describe(Path archive) throws IOException {
        Form form = Form.of(archive);
        byte[] json = (form == Form.FLAT_ZIP
                        ? ZipReader.find(archive, form.description(), MAX_DESCRIPTION_BYTES)
                        : ArchiveReader.find(archive, form.description(), MAX_DESCRIPTION_BYTES))
                .orElseThrow(() -> noDistribution(archive).detail("It has no file " + form.description() + "."));
        DistributionDescription description =
                DistributionDescription.parse(json, archive + " (" + form.description() + ")");
        return new Described(description, new String(description.withoutFiles().toJson(), StandardCharsets.UTF_8));
    }

    private static DistributionDescription read(Path file) throws IOException {
        return DistributionDescription.parse(Files.readAllBytes(file), file.toString());
    }

    private static BuildFailure noDistribution(Path archive) {
        return new BuildFailure("The file " + archive + " is no archive of a Python distribution made by python-dist")
                .remedy("Check coordinates, type and classifier of the artifact, for example"
                        + " io.github.pythondist:cpython-3.13:<version>:tar.zst:linux-x86_64.");
    }

    private static void checkDigest(UnpackRequest request, Digest digest) {
        Digest expected = request.expected();
        if (expected != null && !expected.equals(digest)) {
            throw new BuildFailure("The archive of " + request.name() + " does not have the digest it must have")
                    .detail("file     " + request.archive())
                    .detail("expected " + expected + ", says " + request.pinnedBy())
                    .detail("found    " + digest)
                    .remedy("Delete the file, so that it is fetched anew. If the digest stays different, do not use the"
                            + " archive before you know why.")
                    .remedy("If you built it yourself, the list of digests is older: build that again, too.");
        }
    }

    private static void checkHost(UnpackRequest request, String classifier) {
        Platform host = request.host();
        if (host == null) {
            return;
        }
        Platform platform = Platform.parse(classifier);
        if (!platform.runsOn(host)) {
            throw new BuildFailure(
                            "The Python in " + request.archive().getFileName() + " does not run on " + host.base())
                    .detail("The archive is for " + platform + "; wanted is " + host.base()
                            + (isThisMachine(host) ? ", which this machine is." : "."))
                    .remedy(
                            "Use the artifact with the classifier "
                                    + host.base().withFlavours(platform.flavours())
                                    + ", or name a platform with -Dpython-dist.platform= if this machine was not told rightly.");
        }
    }

    private static boolean isThisMachine(Platform host) {
        return HostPlatform.detect().base().equals(host.base());
    }

    private static List<String> differences(Path tree, List<FileEntry> files) throws IOException {
        TreeMap<String, String> differences = new TreeMap<>();
        TreeMap<String, Path> present = new TreeMap<>();
        for (Path path : Trees.list(tree)) {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                present.put(Trees.unixPath(tree.relativize(path)), path);
            }
        }
        present.remove(DistributionDescription.FILE_NAME);
        for (FileEntry file : files) {
            Path path = present.remove(file.path());
            if (path == null) {
                differences.put(file.path(), "missing");
            } else {
                difference(path, file).ifPresent(what -> differences.put(file.path(), what));
            }
        }
        present.keySet().forEach(path -> differences.put(path, "not part of the distribution"));
        List<String> lines = new ArrayList<>();
        differences.forEach((path, what) -> lines.add(path + ": " + what));
        return lines;
    }

    private static Optional<String> difference(Path path, FileEntry file) throws IOException {
        if (file.link() != null) {
            boolean same = Files.isSymbolicLink(path)
                    && Trees.unixPath(Files.readSymbolicLink(path)).equals(file.link());
            return same ? Optional.empty() : Optional.of("no longer a link to " + file.link());
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("no longer a file");
        }
        if (file.size() != null && Files.size(path) != file.size()) {
            return Optional.of(Files.size(path) + " bytes instead of " + file.size());
        }
        return Digest.of(path).equals(file.sha256()) ? Optional.empty() : Optional.of("content changed");
    }
}
