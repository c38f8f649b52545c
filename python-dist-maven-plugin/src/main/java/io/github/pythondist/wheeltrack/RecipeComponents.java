package io.github.pythondist.wheeltrack;

import io.github.pythondist.archive.TreeExtractor;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Component;
import io.github.pythondist.catalog.Optimization;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.distribution.Choices;
import io.github.pythondist.distribution.DistributionBuilder;
import io.github.pythondist.distribution.DistributionRequest;
import io.github.pythondist.environment.LogTail;
import io.github.pythondist.environment.Variation;
import io.github.pythondist.files.Digest;
import io.github.pythondist.license.LicensePolicy;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.report.Progress;
import io.github.pythondist.source.NotFetched;
import io.github.pythondist.wheeltrack.ComponentPrefixes.Built;
import io.github.pythondist.wheeltrack.ComponentPrefixes.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
     * Builds them, with what they depend on, each by itself: one that cannot be had is a problem of the packages that need
     * it, and of no other.
     */
    ComponentPrefixes build(TrackRequest request, Catalog catalog, Target target, RecipeBook recipes, Progress progress)
            throws IOException {
        SortedMap<String, Built> built = new TreeMap<>();
        Map<String, Problem> problems = new TreeMap<>();
        Path directory = request.directory().resolve("components");
        for (Component component : recipes.components(catalog)) {
            String name = component.name();
            Optional<Problem> before = component.depends().stream()
                    .map(problems::get)
                    .filter(Objects::nonNull)
                    .findFirst();
            if (before.isPresent()) {
                problems.put(name, before.get());
                continue;
            }
            String version = catalog.sourceSet(request.sourceSet()).components().get(name);
            Path log = directory.resolve("logs").resolve(name + ".log");
            Files.deleteIfExists(log);
            try {
                Path archive = builder.buildComponents(one(name, request, catalog, target, directory, progress))
                        .get(name);
                built.put(name, new Built(name, version, archive, Digest.of(archive)));
            } catch (BuildFailure failure) {
                Problem problem = problem(name + " " + version, request.sourceSet(), failure, LogTail.of(log));
                problems.put(name, problem);
                progress.warn(new BuildFailure("Not built: the packages whose recipes need the component " + name)
                        .detail("they are: " + String.join(", ", recipes.needing(component, catalog)))
                        .detail(failure.getMessage())
                        .remedy("Another set of versions is chosen with -Dpython-dist.sourceSet=, which is '"
                                + request.sourceSet() + "'; known: " + String.join(", ", catalog.sourceSetNames()))
                        .getMessage());
            }
        }
        return new ComponentPrefixes(catalog, built, problems, extractor, directory);
    }

    /**
     * What became of the packages that need a component.
     *
     * @throws BuildFailure that failure, if it is no property of the component: a full disk, or an interruption
     */
    static Problem problem(String component, String sourceSet, BuildFailure failure, List<String> log) {
        Throwable cause = failure.getCause();
        if (cause instanceof IOException || cause instanceof InterruptedException) {
            throw failure;
        }
        return cause instanceof NotFetched
                ? new Problem(
                        TrackState.UNAVAILABLE,
                        "the component " + component + " (source set " + sourceSet
                                + "), which its recipe needs, is not to be had: " + failure.summary(),
                        List.of())
                : new Problem(
                        TrackState.FAILED,
                        "the component " + component + " (source set " + sourceSet
                                + "), which its recipe needs, cannot be built: " + failure.summary(),
                        log);
    }

    private static DistributionRequest one(
            String name, TrackRequest request, Catalog catalog, Target target, Path directory, Progress progress) {
        return new DistributionRequest(
                "wheels",
                "1",
                // Components are the same for each.
                catalog.seriesNames().get(catalog.seriesNames().size() - 1),
                "",
                Optimization.NONE,
                Optional.empty(),
                List.of(name),
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
                progress);
    }
}
