package io.github.pythondist.wheeltrack;

import io.github.pythondist.archive.ExtractOptions;
import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.component.ComponentBuilder;
import io.github.pythondist.files.Digest;
import io.github.pythondist.files.Trees;
import io.github.pythondist.report.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/** Components that were built, or why they were not, and the prefixes with those of single recipes. */
final class ComponentPrefixes {

    private final Catalog catalog;
    private final SortedMap<String, Built> built;
    private final Map<String, Problem> problems;
    private final TreeExtractor extractor;
    private final Path directory;

    ComponentPrefixes(
            Catalog catalog,
            SortedMap<String, Built> built,
            Map<String, Problem> problems,
            TreeExtractor extractor,
            Path directory) {
        this.catalog = catalog;
        this.built = built;
        this.problems = problems;
        this.extractor = extractor;
        this.directory = directory;
    }

    /**
     * A component that was built.
     *
     * @param archive of its libraries and headers
     */
    record Built(String name, String version, Path archive, Digest sha256) {}

    /**
     * Why a component is not there.
     *
     * @param state of the packages that need it
     * @param why a sentence that names it
     * @param log its last lines, if it was compiled
     */
    record Problem(TrackState state, String why, List<String> log) {}

    /** The first reason why a package with a recipe that names these cannot be built. */
    Optional<Problem> problem(List<String> names) {
        return names.stream().map(problems::get).filter(Objects::nonNull).findFirst();
    }

    /** Those of a recipe, and what they depend on; all of them have to be there. */
    List<Built> of(List<String> names) {
        return ComponentBuilder.order(names, catalog::component).stream()
                .map(component -> built.get(component.name()))
                .toList();
    }

    /** What the catalog says of one. */
    Component describe(Built component) {
        return catalog.component(component.name());
    }

    /** A prefix with those of a recipe, unpacked if it is not there yet; none if it names none. */
    synchronized Optional<Path> prefix(List<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<Built> components = of(names);
        StringBuilder digests = new StringBuilder();
        components.forEach(component -> digests.append(component.sha256()).append('\n'));
        Path prefix = directory
                .resolve("prefixes")
                .resolve(Digest.ofText(digests.toString()).abbreviated());
        if (!Files.isDirectory(prefix)) {
            Path making = prefix.resolveSibling(".making");
            try {
                Trees.delete(making);
                for (Built component : components) {
                    extractor.extractInto(component.archive(), making, ExtractOptions.defaults());
                }
                Files.move(making, prefix);
            } catch (IOException e) {
                throw new BuildFailure("Cannot unpack the components of a recipe to " + prefix, e);
            }
        }
        return Optional.of(prefix);
    }
}
