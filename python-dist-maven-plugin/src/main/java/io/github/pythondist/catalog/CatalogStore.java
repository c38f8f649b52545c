package io.github.pythondist.catalog;

import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts the plugin's own catalog, with a project's additions laid over it, on disk where recipes can run from it. The
 * folder is named by the digest of its content and shared by all builds.
 */
public final class CatalogStore {

    private static final String RESOURCE = "catalog";

    private final Path root;

    /**
     * @param root directory of all catalogs
     */
    public CatalogStore(Path root) {
        this.root = root;
    }

    /**
     * @param additions a folder laid out like the catalog; its files replace or join the plugin's own, file by file
     * @throws BuildFailure if {@code additions} is not a folder
     */
    public Catalog open(Optional<Path> additions) {
        return open(additions, new TreeMap<>());
    }

    /**
     * The same with single files of another origin laid over it.
     *
     * @param chosen path in the catalog → content
     * @throws BuildFailure if {@code additions} is not a folder
     */
    public Catalog open(Optional<Path> additions, SortedMap<String, byte[]> chosen) {
        try {
            SortedMap<String, byte[]> files = new TreeMap<>();
            readOwn(files);
            if (additions.isPresent()) {
                Path folder = additions.get();
                if (!Files.isDirectory(folder)) {
                    throw new BuildFailure("The catalog folder " + folder + " does not exist")
                            .remedy("Set <catalogDirectory> (-Dpython-dist.catalog=) to a folder laid out like the"
                                    + " plugin's own catalog, or leave it out");
                }
                readTree(folder, files);
            }
            files.putAll(chosen);
            Path published = root.resolve(digest(files).hex());
            if (!Files.isDirectory(published)) {
                publish(files, published);
            }
            return new Catalog(published);
        } catch (IOException e) {
            throw new BuildFailure("Cannot lay out the recipe catalog in " + root, e)
                    .remedy("Check free space and permissions there, then run the build again");
        }
    }

    private void publish(SortedMap<String, byte[]> files, Path published) throws IOException {
        try (ProcessLock lock = ProcessLock.acquire(root.resolve(".lock"), () -> {})) {
            Path temporary = AtomicFiles.temporarySibling(published);
            try {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    Path path = temporary.resolve(file.getKey());
                    Files.createDirectories(path.getParent());
                    Files.write(path, file.getValue());
                    if (isScript(file.getValue()) && !path.toFile().setExecutable(true, false)) {
                        throw new IOException("cannot make " + path + " executable");
                    }
                }
                AtomicFiles.publishDirectory(temporary, published);
            } finally {
                Trees.delete(temporary);
            }
        }
    }

    private static boolean isScript(byte[] content) {
        return content.length > 2 && content[0] == '#' && content[1] == '!';
    }

    private static Digest digest(SortedMap<String, byte[]> files) throws IOException {
        StringBuilder listing = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            listing.append(file.getKey())
                    .append(' ')
                    .append(Digest.of(new java.io.ByteArrayInputStream(file.getValue())))
                    .append('\n');
        }
        return Digest.ofText(listing.toString());
    }

    private static void readOwn(SortedMap<String, byte[]> files) throws IOException {
        Path origin;
        try {
            URI location = CatalogStore.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            origin = Path.of(location);
        } catch (URISyntaxException e) {
            throw new IOException("cannot find the plugin's own jar", e);
        }
        if (Files.isDirectory(origin)) {
            readTree(origin.resolve(RESOURCE), files);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(origin)) {
                readTree(jar.getPath(RESOURCE), files);
            }
        }
    }

    private static void readTree(Path folder, SortedMap<String, byte[]> files) throws IOException {
        for (Path path : Trees.list(folder)) {
            if (Files.isRegularFile(path)) {
                files.put(Trees.unixPath(folder.relativize(path)), Files.readAllBytes(path));
            }
        }
    }
}
