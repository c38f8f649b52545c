package io.github.pythondist.audit;

import io.github.pythondist.archive.DistributionDescription;
import io.github.pythondist.catalog.AuditData;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.Content;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Extension;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.catalog.Flavour;
import io.github.pythondist.catalog.Target;
import io.github.pythondist.report.BuildFailure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds out what an archive is, from what it says and from how it looks, and what the catalog says of such archives. */
final class Subjects {

    private final Catalog catalog;
    private final AuditData data;

    Subjects(Catalog catalog, AuditData data) {
        this.catalog = catalog;
        this.data = data;
    }

    /** What an archive says of itself, or why that cannot be read. */
    private record Told(String path, Optional<DistributionDescription> description, Optional<String> problem) {}

    /**
     * @param given the target that the user names; it comes before the one that the archive names
     */
    Subject of(Survey survey, Optional<Target> given) {
        Optional<Layout> layout = Layout.of(survey);
        Optional<Told> told = survey.descriptions().keySet().stream()
                .min(Comparator.comparingInt(String::length))
                .map(path -> read(path, survey.descriptions().get(path)));
        Optional<DistributionDescription> description = told.flatMap(Told::description);
        Optional<String> series = description
                .map(DistributionDescription::pythonVersion)
                .map(version -> version.replaceFirst("^(\\d+\\.\\d+).*", "$1"))
                .or(() -> layout.map(Layout::series));
        Optional<String> describedTarget =
                description.map(DistributionDescription::platform).flatMap(this::targetOf);
        String flavour = describedTarget
                .map(target -> description.get().platform().substring(target.length()))
                .map(rest -> rest.isEmpty() ? "" : rest.substring(1))
                .orElse("");
        Optional<Target> target = given.or(() -> describedTarget.map(catalog::target));
        Content named = description
                .map(DistributionDescription::content)
                .map(name -> catalog.contents().get(name))
                .orElseGet(() -> catalog.content(Content.RUNTIME));
        Content content = target.map(known -> named.on(known.os())).orElse(named);
        Optional<ExtensionCatalog> extensions = Optional.empty();
        String problem = "";
        try {
            extensions = series.filter(catalog::hasSeries)
                    .map(known -> extensions(known, target)
                            .with(Flavour.of(flavour, catalog.flavours(), catalog.series(known))
                                    .modules()))
                    .map(known -> known.with(chosen(description)));
            problem = "the catalog knows no CPython " + series.orElse("of an unknown series");
        } catch (BuildFailure unknownFlavour) {
            problem = unknownFlavour.summary();
        }
        return new Subject(
                survey,
                root(told, content).or(() -> layout.map(Layout::root)).orElse(""),
                series,
                target.map(Format::of).or(() -> layout.map(Layout::format)).orElseGet(() -> format(survey)),
                target,
                description,
                told.flatMap(Told::problem),
                describedTarget,
                content,
                extensions,
                problem,
                data);
    }

    private ExtensionCatalog extensions(String series, Optional<Target> target) {
        return target.map(known -> catalog.extensions(catalog.series(series, known), known))
                .orElseGet(() -> catalog.extensions(series));
    }

    /** Of what is neither described nor has an interpreter. */
    private static Format format(Survey survey) {
        return survey.elf(facts -> true).isEmpty() && !survey.pe(facts -> true).isEmpty() ? Format.PE : Format.ELF;
    }

    /** What an archive says that its project wanted otherwise; that it is so is checked like all else. */
    private static SortedMap<String, Extension> chosen(Optional<DistributionDescription> description) {
        SortedMap<String, Extension> chosen = new TreeMap<>();
        description.map(DistributionDescription::choices).ifPresent(choices -> {
            choices.modules().forEach(name -> chosen.put(name, extension(Mode.STATIC)));
            choices.without().forEach(name -> chosen.put(name, extension(Mode.DISABLED)));
        });
        return chosen;
    }

    private static Extension extension(Mode mode) {
        return new Extension(mode, List.of(), null, false, null);
    }

    private static Told read(String path, byte[] json) {
        try {
            if (!DescriptionSchema.violations(json).isEmpty()) {
                // Says better what is wrong if that is the format's version or a key.
                DistributionDescription.parse(json, path);
                return new Told(path, Optional.empty(), Optional.of("cannot be read: it breaks its schema"));
            }
            return new Told(path, Optional.of(DistributionDescription.parse(json, path)), Optional.empty());
        } catch (BuildFailure failure) {
            return new Told(path, Optional.empty(), Optional.of(failure.summary()));
        }
    }

    /** The directory that the description's paths begin at: not every content has its description at the top. */
    private static Optional<String> root(Optional<Told> told, Content content) {
        return told.map(Told::path)
                .map(path -> path.endsWith(content.description())
                        ? path.substring(
                                0, path.length() - content.description().length())
                        : path.substring(0, path.length() - DistributionDescription.FILE_NAME.length()));
    }

    /** {@code linux-x86_64} of {@code linux-x86_64-debug}: the longest that the catalog knows. */
    private Optional<String> targetOf(String platform) {
        return catalog.targets().stream()
                .filter(target -> platform.equals(target) || platform.startsWith(target + "-"))
                .max(Comparator.comparingInt(String::length));
    }
}
