package io.github.pythondist.upgrade;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.files.Digest;
import io.github.pythondist.inventory.SourceSnapshot;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A CPython source as the user named it: by a version that the catalog pins, or by path.
 *
 * @param path the archive or directory
 */
record NamedSource(Path path) {

    static NamedSource of(String name, Catalog catalog, Function<SourceFile, Path> fetch) {
        List<String> pinned = new ArrayList<>();
        for (String seriesName : catalog.seriesNames()) {
            Series series = catalog.series(seriesName);
            Series.Version version = series.versions().get(name);
            if (version != null) {
                return new NamedSource(fetch.apply(version.source()));
            }
            pinned.addAll(series.versions().keySet());
        }
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new BuildFailure("'" + name + "' is neither a pinned CPython version nor a file or directory")
                    .detail("the catalog pins: " + String.join(", ", pinned))
                    .remedy("Give one of these, or the path of CPython's source archive or unpacked source");
        }
        return new NamedSource(path.toAbsolutePath().normalize());
    }

    /** The catalog's pin of exactly this archive; a directory never is one. */
    Optional<Series.Version> pin(Catalog catalog, SourceSnapshot snapshot) {
        if (!catalog.seriesNames().contains(snapshot.series()) || Files.isDirectory(path)) {
            return Optional.empty();
        }
        try {
            Digest digest = Digest.of(path);
            return catalog.series(snapshot.series()).versions().values().stream()
                    .filter(version -> version.source().sha256().equals(digest))
                    .findFirst();
        } catch (IOException e) {
            throw new BuildFailure("Cannot read the CPython source " + path, e);
        }
    }
}
