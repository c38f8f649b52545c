package io.github.pythondist.upgrade;

import io.github.pythondist.catalog.BundledVersions;
import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.CatalogStore;
import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.catalog.Series;
import io.github.pythondist.files.AtomicFiles;
import io.github.pythondist.inventory.BuildLog;
import io.github.pythondist.inventory.ExtensionModule;
import io.github.pythondist.inventory.ModuleInventory;
import io.github.pythondist.inventory.PatchTrial;
import io.github.pythondist.inventory.SourceSnapshot;
import io.github.pythondist.inventory.UnifiedDiff;
import io.github.pythondist.report.BuildFailure;
import io.github.pythondist.source.SourceFile;
import io.github.pythondist.source.SourceStore;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.inject.Named;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Says what a new CPython source asks of the catalog. The catalog entries are those of the new source's series; if
 * there are none yet, those of the source it is compared with, or of the newest series.
 */
@Named
@Singleton
public final class UpgradeAuditor {

    /** A source with all that was read from it. */
    private record Read(SourceSnapshot snapshot, ModuleInventory inventory, Optional<Series.Version> pin) {}

    /**
     * Compares, and writes the report as {@code .md} and {@code .json}.
     *
     * @return the report
     */
    public UpgradeReport audit(UpgradeRequest request) {
        Catalog catalog =
                new CatalogStore(request.cacheDirectory().resolve("catalogs")).open(request.catalogDirectory());
        SourceStore store = new SourceStore(request.cacheDirectory().resolve("sources"), request.progress());
        Function<SourceFile, Path> fetch = source -> {
            store.fetch(source, request.fetch());
            return store.verify(source);
        };
        BundledVersions bundledVersions = catalog.bundledVersions();
        Map<String, UnifiedDiff> everyPatch = new TreeMap<>();
        for (String name : catalog.seriesNames()) {
            catalog.series(name).versions().values().forEach(version -> version.patches()
                    .forEach(patch -> everyPatch.put(name + "/" + patch, patch(catalog, name, patch))));
        }
        Set<String> wanted = wanted(bundledVersions, everyPatch);

        NamedSource toSource = NamedSource.of(request.to(), catalog, fetch);
        Read to = read(toSource, catalog, wanted);
        Read from = request.from()
                .map(name -> read(NamedSource.of(name, catalog, fetch), catalog, wanted))
                .orElse(null);
        Series series = series(catalog, from, to);
        UpgradeReport report = compare(request, catalog, series, bundledVersions, from, to);
        write(request, report, from, to);
        return report;
    }

    private static UpgradeReport compare(
            UpgradeRequest request,
            Catalog catalog,
            Series series,
            BundledVersions bundledVersions,
            @Nullable Read from,
            Read to) {
        ExtensionCatalog extensions = catalog.extensions(series.series());
        Optional<Series.Version> pin = to.snapshot().series().equals(series.series()) ? to.pin() : Optional.empty();
        ModuleComparison modules = new ModuleComparison(extensions, new ModuleProposals(catalog, series));
        SourceComparison sources =
                new SourceComparison(from == null ? null : from.snapshot(), to.snapshot(), series, pin);
        ModuleInventory before = from == null ? null : from.inventory();

        List<UpgradeReport.Changed> changed = before == null ? List.of() : modules.changed(before, to.inventory());
        SortedSet<String> used = SourceComparison.usedOptions(recipe(catalog, series));
        UpgradeReport.Options options = SourceComparison.options(before, to.inventory(), used);
        List<PatchTrial.Result> patches =
                patches(catalog, series, pin.orElseGet(() -> SourceComparison.newest(series)), to.snapshot());
        UpgradeReport.NativeBuild nativeBuild = request.buildLog()
                .map(log -> NativeBuildComparison.of(BuildLog.read(log), to.inventory()))
                .orElse(null);

        List<UpgradeReport.Decision> decisions = new ArrayList<>(modules.decisions(to.inventory(), to.snapshot()));
        if (pin.isEmpty()) {
            decisions.addAll(libraryDecisions(changed));
        }
        used.stream()
                .filter(option -> options.removed().containsKey(option))
                .forEach(option -> decisions.add(new UpgradeReport.Decision(
                        option, "the recipe gives this option, which configure does not have any more")));
        decisions.addAll(sources.bundledDecisions(bundledVersions));
        decisions.addAll(sources.wheelDecisions());
        decisions.addAll(sources.licenceDecisions());
        patches.stream()
                .filter(patch -> !patch.failed().isEmpty())
                .forEach(patch -> decisions.add(new UpgradeReport.Decision(
                        patch.patch(), "the patch does not apply: " + String.join("; ", patch.failed()))));
        if (nativeBuild != null) {
            decisions.addAll(buildDecisions(nativeBuild, extensions));
        }
        to.inventory()
                .notUnderstood()
                .forEach(found -> decisions.add(new UpgradeReport.Decision(
                        found.where().toString(),
                        "not understood, read it: " + found.text() + " (" + found.reason() + ")")));

        SortedMap<String, ExtensionModule> old =
                before == null ? catalogd(extensions, to.inventory()) : before.modules();
        return new UpgradeReport(
                from == null
                        ? "the catalog alone"
                        : "CPython " + from.snapshot().version(),
                "CPython " + to.snapshot().version(),
                series.series(),
                pin.isPresent(),
                decisions,
                modules.added(before == null ? extensions.modules().keySet() : old.keySet(), to.inventory()),
                modules.removed(old, to.inventory()),
                changed,
                from == null
                        ? List.of()
                        : ModuleComparison.rewritten(from.inventory(), from.snapshot(), to.inventory(), to.snapshot()),
                options,
                sources.bundled(bundledVersions),
                sources.wheels(),
                sources.licences(),
                patches,
                nativeBuild,
                to.inventory().notUnderstood());
    }

    /** A module that now links something else than before may need a component. */
    private static List<UpgradeReport.Decision> libraryDecisions(List<UpgradeReport.Changed> changed) {
        List<UpgradeReport.Decision> decisions = new ArrayList<>();
        for (UpgradeReport.Changed module : changed) {
            Difference libraries = module.differences().get("libraries, as configure may find them");
            boolean built = module.catalog() != null && !module.catalog().equals("disabled");
            if (built && libraries != null && !libraries.added().isEmpty()) {
                decisions.add(new UpgradeReport.Decision(
                        module.name(),
                        "links what it did not before: " + String.join(", ", libraries.added())
                                + "; check `uses` and the components' versions"));
            }
        }
        return decisions;
    }

    private static List<UpgradeReport.Decision> buildDecisions(
            UpgradeReport.NativeBuild build, ExtensionCatalog extensions) {
        List<UpgradeReport.Decision> decisions = new ArrayList<>();
        for (String name : build.failed()) {
            ExtensionCatalog.Extension decided = extensions.modules().get(name);
            if (decided == null || decided.mode() != Mode.DISABLED) {
                decisions.add(new UpgradeReport.Decision(
                        name, "the native build could not build or import it: look into the log for why"));
            }
        }
        build.undeclared()
                .forEach((name, files) -> decisions.add(new UpgradeReport.Decision(
                        name, "the native build linked files that no declaration names: " + String.join(", ", files))));
        return decisions;
    }

    /** The catalog's names as modules of which nothing more is known, those of the inventory as they are there. */
    private static SortedMap<String, ExtensionModule> catalogd(ExtensionCatalog extensions, ModuleInventory to) {
        SortedMap<String, ExtensionModule> modules = new TreeMap<>();
        extensions
                .modules()
                .keySet()
                .forEach(name -> modules.put(name, to.modules().getOrDefault(name, ExtensionModule.named(name))));
        return modules;
    }

    private static Series series(Catalog catalog, @Nullable Read from, Read to) {
        List<String> known = catalog.seriesNames();
        if (known.contains(to.snapshot().series())) {
            return catalog.series(to.snapshot().series());
        }
        if (from != null && known.contains(from.snapshot().series())) {
            return catalog.series(from.snapshot().series());
        }
        return catalog.series(known.stream()
                .max(Comparator.comparing(ModuleDescriptor.Version::parse))
                .orElseThrow());
    }

    private static Read read(NamedSource source, Catalog catalog, Set<String> wanted) {
        SourceSnapshot snapshot = SourceSnapshot.read(source.path(), wanted::contains);
        return new Read(snapshot, ModuleInventory.of(snapshot), source.pin(catalog, snapshot));
    }

    private static Set<String> wanted(BundledVersions bundledVersions, Map<String, UnifiedDiff> patches) {
        Set<String> wanted = new TreeSet<>(ModuleInventory.files());
        wanted.addAll(bundledVersions.files());
        patches.values().forEach(patch -> patch.files().forEach(file -> wanted.add(file.path())));
        return wanted;
    }

    private static List<PatchTrial.Result> patches(
            Catalog catalog, Series series, Series.Version version, SourceSnapshot source) {
        Map<String, UnifiedDiff> diffs = new LinkedHashMap<>();
        version.patches().forEach(name -> diffs.put(name, patch(catalog, series.series(), name)));
        PatchTrial trial = new PatchTrial(source.texts());
        List<PatchTrial.Result> results = new ArrayList<>();
        diffs.forEach((name, diff) -> results.add(trial.apply(name, diff)));
        return results;
    }

    private static UnifiedDiff patch(Catalog catalog, String series, String name) {
        return UnifiedDiff.parse(text(catalog.root()
                .resolve("cpython")
                .resolve(series)
                .resolve("patches")
                .resolve(name)));
    }

    /** The recipe and the scripts beside it, the series' own file and the flavours: where configure's options are. */
    private static String recipe(Catalog catalog, Series series) {
        Path folder = catalog.root().resolve("cpython").resolve(series.series());
        Path scripts = folder.resolve(series.script()).resolveSibling(".").normalize();
        Path flavours = catalog.root().resolve("flavours.yaml");
        StringBuilder recipe = new StringBuilder();
        try (Stream<Path> files = Files.list(scripts)) {
            files.filter(file -> file.toString().endsWith(".sh")).sorted().forEach(file -> recipe.append(text(file)));
        } catch (IOException e) {
            throw new BuildFailure("Cannot read " + scripts + " of the catalog", e);
        }
        return recipe + text(folder.resolve("series.yaml")) + (Files.exists(flavours) ? text(flavours) : "");
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BuildFailure("Cannot read " + file + " of the catalog", e);
        }
    }

    private static void write(UpgradeRequest request, UpgradeReport report, @Nullable Read from, Read to) {
        String name = (from == null ? "catalog" : from.snapshot().version()) + "-to-"
                + to.snapshot().version();
        Path text = request.outputDirectory().resolve(name + ".md");
        try {
            AtomicFiles.writeString(text, MarkdownReport.text(report));
            AtomicFiles.writeString(request.outputDirectory().resolve(name + ".json"), JsonReport.text(report));
        } catch (IOException e) {
            throw new BuildFailure("Cannot write the report to " + request.outputDirectory(), e);
        }
        request.progress().info(report.from() + " to " + report.to() + ": " + report.verdict());
        report.decisions()
                .forEach(decision -> request.progress().info("  " + decision.about() + ": " + decision.text()));
        request.progress().info("report: " + text);
    }
}
