package io.github.pythondist.wheeltrack;

import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Optimization;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.distribution.Choices;
import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.DistributionRequest;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.Digest;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.report.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** The static libraries that recipes name: built like those of an interpreter, under the same licence policy. */
@Named
@Singleton
final class RecipeComponents {

    private final DistributionBuilder builder;
    private final TreeExtractor extractor;

    @Inject
    RecipeComponents(DistributionBuilder builder, TreeExtractor extractor) {
        this.builder = builder;
        this.extractor = extractor;
    }

    /**
     * Builds them, with what they depend on.
     *
     * @param names may be empty
     */
    ComponentPrefixes build(TrackRequest request, Catalog catalog, Target target, List<String> names, Progress progress)
            throws IOException {
        SortedMap<String, ComponentPrefixes.Built> built = new TreeMap<>();
        Path directory = request.directory().resolve("components");
        if (names.isEmpty()) {
            return new ComponentPrefixes(catalog, built, extractor, directory);
        }
        SortedMap<String, Path> archives = builder.buildComponents(new DistributionRequest(
                "wheels",
                "1",
                // Components are the same for each.
                catalog.seriesNames().get(catalog.seriesNames().size() - 1),
                "",
                Optimization.NONE,
                Optional.empty(),
                names.stream().sorted().toList(),
                Optional.of(target.classifier()),
                request.sourceSet(),
                new TreeMap<>(),
                request.catalog(),
                Choices.NONE,
                LicensePolicy.defaults(),
                request.tier(),
                request.fetch(),
                request.cacheDirectory(),
                directory,
                request.jobs(),
                request.epoch(),
                Variation.NONE,
                progress));
        SortedMap<String, String> versions =
                catalog.sourceSet(request.sourceSet()).components();
        for (var archive : archives.entrySet()) {
            built.put(
                    archive.getKey(),
                    new ComponentPrefixes.Built(
                            archive.getKey(),
                            versions.getOrDefault(archive.getKey(), ""),
                            archive.getValue(),
                            Digest.of(archive.getValue())));
        }
        return new ComponentPrefixes(catalog, built, extractor, directory);
    }
}
