package io.github.pythondist.rust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.github.pythondist.archive.ArchiveReader;
import io.github.pythondist.archive.ZipReader;
import io.github.pythondist.files.Digest;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file {@code Cargo.lock} of an sdist: which crates it is built of. What is not pinned there by a digest is refused.
 *
 * @see <a href="https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html">The Cargo Book</a>
 */
public final class CargoLock {

    /** What the file calls the public registry, wherever crates are fetched from. */
    static final String REGISTRY = "registry+https://github.com/rust-lang/crates.io-index";

    private static final Set<String> REGISTRIES = Set.of(REGISTRY, "sparse+https://index.crates.io/");
    private static final String FILE_NAME = "Cargo.lock";
    private static final int MAX_BYTES = 4 << 20;
    private static final TomlMapper TOML = new TomlMapper();

    private CargoLock() {}

    /**
     * The crates of the lock that is nearest to the sdist's top; of several at the same depth those of all.
     *
     * @return sorted
     * @throws BuildFailure if the archive is damaged, there is no lock, it cannot be read, or it names a crate of another
     *     origin than the public registry, or one without a digest
     */
    public static List<Crate> of(Path sdist) {
        Map<Integer, TreeMap<String, byte[]>> found = new TreeMap<>();
        ArchiveReader.Visitor visitor = (entry, content) -> {
            String path = entry.path().replaceFirst("^\\./", "");
            String[] parts = path.split("/", -1);
            if (entry.kind() == ArchiveReader.Kind.FILE && parts[parts.length - 1].equals(FILE_NAME)) {
                byte[] bytes = content.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new BuildFailure("The file " + path + " in " + sdist.getFileName() + " has more than 4 MiB");
                }
                found.computeIfAbsent(parts.length, depth -> new TreeMap<>()).put(path, bytes);
            }
            return true;
        };
        try {
            if (ZipReader.isZip(sdist)) {
                ZipReader.read(sdist, visitor);
            } else {
                ArchiveReader.read(sdist, visitor);
            }
        } catch (IOException e) {
            throw new BuildFailure("Cannot read " + sdist, e);
        }
        if (found.isEmpty()) {
            throw new BuildFailure("The sdist " + sdist.getFileName() + " has no " + FILE_NAME
                            + ": nobody says of which crates it is to be built")
                    .remedy("Ask its authors to put that file into the sdist");
        }
        SortedSet<Crate> crates = new TreeSet<>();
        found.values().iterator().next().forEach((path, bytes) -> crates.addAll(read(path, bytes)));
        return List.copyOf(crates);
    }

    private static SortedSet<Crate> read(String path, byte[] bytes) {
        JsonNode root;
        try {
            root = TOML.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BuildFailure("The file " + path + " is not TOML", e);
        }
        SortedSet<Crate> crates = new TreeSet<>();
        for (JsonNode item : root.path("package")) {
            if (!item.has("source")) {
                // A part of the sdist itself.
                continue;
            }
            String label =
                    item.path("name").asText() + " " + item.path("version").asText();
            String source = item.path("source").asText();
            if (!REGISTRIES.contains(source)) {
                throw new BuildFailure("The crate " + label + " comes "
                                + (source.startsWith("git+") ? "from a git repository" : "from another registry")
                                + ", which is not supported: " + source)
                        .detail("said by " + path);
            }
            try {
                crates.add(new Crate(
                        item.path("name").asText(),
                        item.path("version").asText(),
                        new Digest(item.path("checksum").asText())));
            } catch (IllegalArgumentException e) {
                throw new BuildFailure(
                        "The file " + path + " does not pin the crate " + label + ": " + e.getMessage(), e);
            }
        }
        return crates;
    }
}
