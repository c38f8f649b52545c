package io.github.pythondist.upgrade;

import io.github.pythondist.catalog.ExtensionCatalog;
import io.github.pythondist.catalog.ExtensionCatalog.Extension;
import io.github.pythondist.catalog.ExtensionCatalog.Mode;
import io.github.pythondist.inventory.ExtensionModule;
import io.github.pythondist.inventory.ModuleInventory;
import io.github.pythondist.inventory.SourceSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares the modules of two sources, and each with the catalog's decision. */
final class ModuleComparison {

    private final ExtensionCatalog catalog;
    private final ModuleProposals proposals;

    ModuleComparison(ExtensionCatalog catalog, ModuleProposals proposals) {
        this.catalog = catalog;
        this.proposals = proposals;
    }

    /** Modules of the new inventory whose names are not among the old ones. */
    List<UpgradeReport.Added> added(Set<String> from, ModuleInventory to) {
        List<UpgradeReport.Added> added = new ArrayList<>();
        for (ExtensionModule module : to.modules().values()) {
            if (!from.contains(module.name())) {
                String decided = decided(module.name());
                added.add(new UpgradeReport.Added(module, decided, decided == null ? proposals.line(module) : null));
            }
        }
        return added;
    }

    /** Names that the new inventory does not have. */
    List<UpgradeReport.Removed> removed(SortedMap<String, ExtensionModule> from, ModuleInventory to) {
        List<UpgradeReport.Removed> removed = new ArrayList<>();
        from.forEach((name, module) -> {
            if (!to.modules().containsKey(name)) {
                removed.add(new UpgradeReport.Removed(
                        name, module.sources(), catalog.modules().containsKey(name)));
            }
        });
        return removed;
    }

    /** Modules that both have and declare differently. */
    List<UpgradeReport.Changed> changed(ModuleInventory from, ModuleInventory to) {
        List<UpgradeReport.Changed> changed = new ArrayList<>();
        for (ExtensionModule module : to.modules().values()) {
            ExtensionModule before = from.modules().get(module.name());
            if (before != null) {
                SortedMap<String, Difference> differences = differences(before, module);
                if (!differences.isEmpty()) {
                    changed.add(new UpgradeReport.Changed(module.name(), decided(module.name()), differences));
                }
            }
        }
        return changed;
    }

    private static SortedMap<String, Difference> differences(ExtensionModule from, ExtensionModule to) {
        SortedMap<String, Difference> differences = new TreeMap<>();
        put(
                differences,
                "declared in",
                from,
                to,
                module -> List.of(module.origin().described()));
        put(differences, "sources", from, to, ExtensionModule::sources);
        put(differences, "defines", from, to, ExtensionModule::defines);
        put(differences, "include paths", from, to, ExtensionModule::includes);
        put(differences, "libraries", from, to, ExtensionModule::libraries);
        put(differences, "libraries, as configure may find them", from, to, ExtensionModule::possibleLibraries);
        put(differences, "compiler flags", from, to, ModuleComparison::compilerFlags);
        put(differences, "wanted if", from, to, module -> condition(module.enabled()));
        put(differences, "supported if", from, to, module -> condition(module.supported()));
        return differences;
    }

    private static void put(
            SortedMap<String, Difference> differences,
            String what,
            ExtensionModule from,
            ExtensionModule to,
            Function<ExtensionModule, Collection<String>> of) {
        Difference difference = Difference.between(of.apply(from), of.apply(to));
        if (!difference.isEmpty()) {
            differences.put(what, difference);
        }
    }

    /** Variables among the compiler's flags, with the values configure may give them. */
    private static List<String> compilerFlags(ExtensionModule module) {
        List<String> flags = new ArrayList<>();
        for (String variable : module.compilerVariables()) {
            flags.add(variable);
            module.variables().get(variable).forEach(value -> flags.add(variable + " = " + value));
        }
        return flags;
    }

    private static List<String> condition(String test) {
        return List.of(test.isEmpty() ? "always" : test);
    }

    /** Modules declared as before of which a C file's content differs. */
    static List<String> rewritten(
            ModuleInventory from, SourceSnapshot fromSource, ModuleInventory to, SourceSnapshot toSource) {
        List<String> rewritten = new ArrayList<>();
        for (ExtensionModule module : to.modules().values()) {
            ExtensionModule before = from.modules().get(module.name());
            if (before != null && before.sources().equals(module.sources())) {
                boolean differs = module.sources().stream().anyMatch(file -> {
                    var digest = toSource.digests().get(file);
                    return digest != null && !digest.equals(fromSource.digests().get(file));
                });
                if (differs) {
                    rewritten.add(module.name());
                }
            }
        }
        return rewritten;
    }

    /** What has to be decided so that the catalog fits the new inventory. */
    List<UpgradeReport.Decision> decisions(ModuleInventory to, SourceSnapshot source) {
        List<UpgradeReport.Decision> decisions = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(catalog.modules().keySet());
        names.addAll(to.modules().keySet());
        for (String name : names) {
            ExtensionModule module = to.modules().get(name);
            Extension decided = catalog.modules().get(name);
            if (module == null) {
                decisions.add(new UpgradeReport.Decision(
                        name, "the catalog names a module that does not exist: remove its line"));
            } else if (decided == null) {
                decisions.add(new UpgradeReport.Decision(
                        name,
                        "the catalog does not know this module: add a line, such as `" + proposals.line(module) + "`"));
            } else {
                String conflict = conflict(module, decided.mode());
                if (conflict != null) {
                    decisions.add(new UpgradeReport.Decision(name, conflict));
                }
            }
            if (module != null) {
                module.sources().stream()
                        .filter(file -> !source.digests().containsKey(file))
                        .forEach(file -> decisions.add(new UpgradeReport.Decision(
                                name, "its source " + file + " does not exist: see " + module.declared())));
            }
        }
        return decisions;
    }

    /** What CPython does not leave to us. */
    private static @Nullable String conflict(ExtensionModule module, Mode mode) {
        String in = module.origin().described();
        return switch (module.origin()) {
            case CORE, BOOTSTRAP ->
                mode == Mode.CORE
                        ? null
                        : "always part of the interpreter (" + in + "): the catalog's mode should be core";
            case SHARED_ONLY ->
                mode == Mode.CORE || mode == Mode.STATIC
                        ? "can only be shared (" + in + "): the catalog's mode should be shared or disabled"
                        : null;
            case STDLIB ->
                mode == Mode.CORE
                        ? "is no part of the interpreter's core any more (" + in
                                + "): the catalog's mode should not be core"
                        : null;
            case BUILT_IN -> null;
        };
    }

    private @Nullable String decided(String name) {
        Extension extension = catalog.modules().get(name);
        return extension == null ? null : extension.mode().name().toLowerCase(Locale.ROOT);
    }
}
