package io.github.pythondist.rust;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pythondist.environment.LogTail;
import io.github.pythondist.environment.RootCommand;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.ProcessLock;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.FetchSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Crates that were fetched once, laid out as cargo reads them without a network: one directory for each list of crates,
 * {@code <root>/<digest of the list>/<name>-<version>}.
 *
 * <p>They are fetched by cargo itself ({@code cargo vendor}), for a package that is made up here: it requires exactly these
 * crates. So no file of the sdist is read by a program that has the network, and no code of a crate is run. Cargo compares
 * each with its digest, and, when it builds, each file with the one that came then.
 *
 * @see <a href="https://doc.rust-lang.org/cargo/commands/cargo-vendor.html">cargo vendor</a>
 */
public final class CrateStore {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final CrateIndex index;
    private final FetchSettings settings;
    private final Progress progress;

    /**
     * @param root created when first needed
     */
    public CrateStore(Path root, CrateIndex index, FetchSettings settings, Progress progress) {
        this.root = root;
        this.index = index;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * The directory with these crates, fetched if it is not there.
     *
     * @param cargo the root that has cargo, asked for if something is to be fetched
     * @param log of that
     * @throws BuildFailure if one cannot be had, or is not the one that is pinned
     */
    @SuppressWarnings("try") // the lock is only held
    public Path fetch(List<Crate> crates, Supplier<Path> cargo, Path log) {
        String name = digest(crates).hex();
        Path directory = root.resolve(name);
        if (Files.isDirectory(directory)) {
            return directory;
        }
        try (ProcessLock held = ProcessLock.acquire(
                root.resolve(".locks").resolve(name), () -> progress.debug("waiting for others who fetch crates"))) {
            if (!Files.isDirectory(directory)) {
                Path scratch = root.resolve(".scratch").resolve(name);
                try {
                    Trees.delete(scratch);
                    Files.move(vendor(crates, cargo, scratch, log), directory);
                } finally {
                    Trees.delete(scratch);
                }
            }
            return directory;
        } catch (IOException e) {
            throw new BuildFailure("Cannot keep crates in " + root, e)
                    .remedy("Check that this user may write there and that the disk is not full");
        }
    }

    private static Digest digest(List<Crate> crates) {
        return Digest.ofText(crates.stream()
                .map(crate -> crate.name() + " " + crate.version() + " " + crate.sha256() + "\n")
                .collect(Collectors.joining()));
    }

    private Path vendor(List<Crate> crates, Supplier<Path> cargo, Path scratch, Path log) throws IOException {
        if (settings.offline()) {
            throw new BuildFailure("Maven is offline (-o): crates cannot be fetched")
                    .remedy("Run it once without, so that they are kept");
        }
        progress.info("Fetching " + crates.size() + (crates.size() == 1 ? " crate" : " crates"));
        Files.createDirectories(scratch);
        Files.writeString(scratch.resolve("Cargo.toml"), manifest(crates));
        Files.writeString(scratch.resolve("Cargo.lock"), lock(crates));
        Files.writeString(scratch.resolve("lib.rs"), "");
        Path target = scratch.resolve("crates");
        List<String> arguments = new ArrayList<>(index.arguments());
        arguments.addAll(List.of("vendor", "--quiet", "--versioned-dirs", target.toString()));
        Files.deleteIfExists(log);
        int exit = RootCommand.run(
                cargo.get(),
                "cargo",
                arguments,
                index.environment(settings.proxies(), root.resolve(".cargo")),
                scratch,
                log,
                TIMEOUT);
        if (exit != 0) {
            throw LogTail.addTo(new BuildFailure("Crates cannot be had: " + reason(LogTail.of(log))), log)
                    .remedy("Check the network, the proxy of settings.xml and <crateIndexUrl>");
        }
        check(crates, target);
        return target;
    }

    /** The package that requires them, and nothing of them but that they are there. */
    static String manifest(List<Crate> crates) {
        StringBuilder text = new StringBuilder("""
                [package]
                name = "python-dist-crates"
                version = "0.0.0"
                edition = "2021"

                [lib]
                path = "lib.rs"

                [workspace]

                [dependencies]
                """);
        for (int i = 0; i < crates.size(); i++) {
            text.append("crate-")
                    .append(i)
                    .append(" = { package = \"")
                    .append(crates.get(i).name())
                    .append("\", version = \"=")
                    .append(crates.get(i).version())
                    .append("\", default-features = false }\n");
        }
        return text.toString();
    }

    /** The digests by which cargo compares them; and what is in it may also have been yanked since. */
    static String lock(List<Crate> crates) {
        StringBuilder text = new StringBuilder("version = 3\n");
        for (Crate crate : crates) {
            text.append("\n[[package]]\nname = \"")
                    .append(crate.name())
                    .append("\"\nversion = \"")
                    .append(crate.version())
                    .append("\"\nsource = \"")
                    .append(CargoLock.REGISTRY)
                    .append("\"\nchecksum = \"")
                    .append(crate.sha256())
                    .append("\"\n");
        }
        return text.toString();
    }

    /** Cargo has compared them; that these are all, and no others, is for us to see. */
    static void check(List<Crate> crates, Path directory) throws IOException {
        Set<String> wanted = crates.stream().map(Crate::directory).collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                entries.forEach(entry -> found.add(entry.getFileName().toString()));
            }
        }
        if (!found.equals(wanted)) {
            Set<String> odd = new TreeSet<>(found);
            odd.removeAll(wanted);
            wanted.removeAll(found);
            BuildFailure failure = new BuildFailure("The crates that came are not those that are locked");
            wanted.forEach(name -> failure.detail("missing: " + name));
            odd.forEach(name -> failure.detail("not locked: " + name));
            throw failure.remedy("The sdist's Cargo.lock does not fit what its crates require of each other");
        }
        for (Crate crate : crates) {
            String sha256 = JSON.readTree(directory
                            .resolve(crate.directory())
                            .resolve(".cargo-checksum.json")
                            .toFile())
                    .path("package")
                    .asText();
            if (!sha256.equals(crate.sha256().hex())) {
                throw new BuildFailure("The crate " + crate.file() + " is not the one that is locked")
                        .detail("locked " + crate.sha256())
                        .detail("found  " + sha256);
            }
        }
    }

    /** Cargo's own words, without those of where it is. */
    private static String reason(List<String> log) {
        Optional<String> error = log.stream()
                .filter(line -> line.startsWith("error: "))
                .map(line -> line.substring("error: ".length()))
                .findFirst();
        // What it was caused by, innermost, says most.
        String last = log.stream()
                .filter(line -> line.startsWith("  ") && !line.isBlank())
                .map(String::strip)
                .reduce((a, b) -> b)
                .orElse("");
        return error.orElse("cargo failed") + (last.isEmpty() ? "" : ": " + last);
    }
}
